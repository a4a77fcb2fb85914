import type { TargetAnnouncement } from './target-process.js';

/** A server that runs in this process. */
export interface RunningTarget {
  readonly endpoints: TargetAnnouncement['endpoints'];
  readonly credentials?: TargetAnnouncement['credentials'];
  /** Stops accepting, and closes everything. */
  close(): Promise<void>;
}

const PARENT_FLAG = '--exit-with-parent';

/**
 * The main function of a reference server's process, at the other end of `startTargetProcess`: starts the server, prints the one line
 * that says where it listens, and closes it on SIGTERM, on SIGINT and, with `--exit-with-parent`, when stdin ends, as it does however
 * a parent dies that holds the other end of the pipe. Stdout carries nothing but that line. When starting fails, it says why on stderr
 * and ends the process with code 1: by its message if the error has a code, with its stack if it is a fault.
 *
 * `start` gets the arguments of the command line without the flag above.
 */
export function runTarget(name: string, start: (args: readonly string[]) => Promise<RunningTarget>): void {
  const args = process.argv.slice(2);
  // In a promise, so that what `start` throws at once is said like what it rejects with.
  const started = Promise.resolve(args.filter((arg) => arg !== PARENT_FLAG)).then(start);
  let stopping = false;
  // Waits for the start as well: a signal during it must end the process too, and not before the ports are free.
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    started.then((target) => target.close()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (args.includes(PARENT_FLAG)) {
    process.stdin.on('end', stop).on('close', stop).on('error', stop);
    process.stdin.resume();
  }
  started.then(({ endpoints, credentials }) => {
    const announcement: TargetAnnouncement = {
      name,
      pid: process.pid,
      endpoints,
      ...(credentials === undefined ? {} : { credentials }),
    };
    // A parent that is gone before it read the line has no use for the server.
    process.stdout.on('error', stop);
    process.stdout.write(`${JSON.stringify(announcement)}\n`);
  }, fail);
}

function fail(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? error.message : (error.stack ?? error.message);
}
