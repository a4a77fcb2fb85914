import { fileURLToPath } from 'node:url';

/** Path of the program that runs the shaping proxy in a process of its own; found from the sources as well as from either bundle. */
export const networkEntry: string = fileURLToPath(new URL('../dist/network/main.js', import.meta.url));
