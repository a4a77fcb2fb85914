import { fileURLToPath } from 'node:url';

/** Path of the program that answers every request in a process of its own; sources and bundles lie one folder below the package. */
export const responderEntry: string = fileURLToPath(new URL('../dist/target/main.js', import.meta.url));
