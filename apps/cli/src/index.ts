export type { CliClock } from './cli-clock.js';
export { createCliClock } from './cli-clock.js';
export type { ExitCode } from './exit-codes.js';
export { EXIT, EXIT_MEANINGS, exitCodeOf } from './exit-codes.js';
export { main } from './main.js';
export type { EnvironmentVariables, OutputStream, Streams } from './output/streams.js';
export type { Registry, RunningTarget, SuiteEntry, TargetEntry } from './registry/registry.js';
