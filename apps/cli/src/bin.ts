import { createCliClock } from './cli-clock.js';
import { EXIT } from './exit-codes.js';
import { main } from './main.js';
import { writeError } from './output/problem.js';
import { SHOW_CURSOR } from './progress/tty-progress.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the command in this process: the one place that touches `process`. */
export async function start(): Promise<void> {
  const interrupt = new AbortController();
  // The first signal lets the current trial end and keeps what was measured; whoever sends a second one will not wait.
  const onSignal = (): void => {
    if (interrupt.signal.aborted) quitAtOnce();
    interrupt.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on('uncaughtException', failAtOnce);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const code = await main(process.argv.slice(2), process.env, streams, createCliClock(), interrupt.signal);
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

function quitAtOnce(): never {
  showCursor();
  process.exit(EXIT.interrupted);
}

/** Node would end with 1, which here means that a gate failed. What is recorded is on disk already. */
function failAtOnce(error: unknown): never {
  showCursor();
  const verbose = process.argv.some((word) => word === '--verbose' || word === '-v');
  writeError({ streams: process, env: process.env }, error, verbose);
  process.exit(EXIT.internal);
}

function showCursor(): void {
  if (process.stderr.isTTY) process.stderr.write(`${SHOW_CURSOR}\n`);
}

/** `benchwright … | head`: the reader has seen enough, which is no fault of anybody. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}

/** Resolves when all that was written has left: a pipe may take only part of a long JSON at once. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
