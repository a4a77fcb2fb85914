// The server as a process of its own. Stdout carries one JSON line when it is ready, and nothing else.
import { startDynamoDb } from './dynamodb-server.js';

const started = startDynamoDb();
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
  process.stdout.write(`${JSON.stringify({ name: 'dynamodb', pid: process.pid, endpoints })}\n`);
}, fail);
