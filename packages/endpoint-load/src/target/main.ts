// The responder as a process of its own. Stdout carries one JSON line when it is ready, and nothing else.
import { startResponder } from './responder.js';

const started = startResponder();
let stopping = false;

function stop(): void {
  if (stopping) return;
  stopping = true;
  started.then(({ close }) => close()).then(() => process.exit(0), fail);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// Stdin ends however a parent dies that holds the other end of the pipe.
if (process.argv.includes('--exit-with-parent')) {
  process.stdin.on('end', stop).on('close', stop).on('error', stop);
  process.stdin.resume();
}
started.then(({ endpoints }) => {
  process.stdout.on('error', stop);
  process.stdout.write(`${JSON.stringify({ name: 'http', pid: process.pid, endpoints })}\n`);
}, fail);
