/**
 * What a reference server needs to be a process of its own. An entry point of its own, so that the process loads nothing of the load
 * driver: its memory and its start are measured.
 */

export type { RunningTarget } from './target/run-target.js';
export { runTarget } from './target/run-target.js';
