import type { CliClock } from './cli-clock.js';
import type { LiveWatch } from './live/live-watch.js';
import type { EnvironmentVariables, Streams } from './output/streams.js';
import type { Registry } from './registry/registry.js';

/** All that a command may touch of the world around it. */
export interface CliContext {
  readonly env: EnvironmentVariables;
  readonly streams: Streams;
  readonly clock: CliClock;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly registry: Registry;
  /** The command line as typed, without the program: what a record says about how it came to be. */
  readonly argv: readonly string[];
  readonly version: string;
  /** The page that shows what is measured while it is. */
  readonly live: LiveWatch;
}
