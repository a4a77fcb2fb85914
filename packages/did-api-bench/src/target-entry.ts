import { fileURLToPath } from 'node:url';
import { builtModule } from './built-module.js';

/**
 * Path of the program that runs the DID server in a process of its own: `node <didTargetEntry> --port 0 --store memory
 * --exit-with-parent`.
 */
export const didTargetEntry: string = fileURLToPath(builtModule('target/main.js'));
