import { fileURLToPath } from 'node:url';

/** Path of the program that runs the reference collector in a process of its own. */
export const targetEntry: string = fileURLToPath(new URL('../dist/target/main.js', import.meta.url));
