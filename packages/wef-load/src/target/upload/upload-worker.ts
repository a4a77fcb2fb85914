// The thread that uploads files: signing and hashing must not stop the thread that receives.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { storeFile } from './store-file.js';
import { createUploadClient } from './upload-client.js';
import type { UploadAnswer, UploadTarget, UploadTask } from './upload-messages.js';

const AT_ONCE = 2;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

const target = workerData as UploadTarget;
const client = createUploadClient(target);
const port = parentPort!;
const queue: UploadTask[] = [];
let busy = 0;

port.on('message', (task: UploadTask) => {
  queue.push(task);
  if (busy < AT_ONCE) void work();
});

async function work(): Promise<void> {
  busy++;
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) await untilStored(task);
  busy--;
}

/** Tries until it succeeds: what was acknowledged is not given up, and the buffer's bound stops what comes after it. */
async function untilStored(task: UploadTask): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      await storeFile(client, target.bucket, task);
      break;
    } catch (error) {
      say({ kind: 'failed', reason: reasonOf(error) });
    }
    await sleep(waitMs);
  }
  rmSync(task.path, { force: true });
  say({ kind: 'stored', generation: task.generation, bytes: task.bytes });
}

function say(answer: UploadAnswer): void {
  port.postMessage(answer);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  return `${error.name}${code}: ${error.message}`;
}
