import { fileURLToPath } from 'node:url';

/**
 * Path of the program that runs the users servers in a process of their own (`node <usersTargetEntry> --rest-port 0
 * --grpc-port 0 --exit-with-parent`). Resolves to the built program from the sources as well as from either bundle,
 * all of which lie one level below the package's root.
 */
export const usersTargetEntry: string = fileURLToPath(new URL('../dist/target/main.js', import.meta.url));
