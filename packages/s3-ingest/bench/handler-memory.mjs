// Peak memory of one multipart upload from a stream through lib-storage, each in a fresh process, against an S3 in this one that stores
// on disk. What the upload may add to the process with the SDK loaded: the parts that lib-storage holds (those in flight and the one it is
// joining), and 64 MB, because that much memory outside its heap V8 lets be allocated before it collects what is gone. An object of 1 GB
// is held to the same. Within a tenth, for the rest of the heap grows too. NODE_OPTIONS go to the upload as well: a young generation that
// stays small (--max-semi-space-size=1) is the cheapest way to a smaller peak. Needs a build: node bench/handler-memory.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createS3Server } from '@benchwright/s3-server';

const MB = 1_048_576;
const ALLOWANCE_MB = 64;
const TOLERANCE = 1.1;
const UPLOADS = [
  { objectMb: 100, partMb: 8, queue: 1 },
  { objectMb: 100, partMb: 8, queue: 4 },
  { objectMb: 100, partMb: 32, queue: 4 },
  { objectMb: 100, partMb: 64, queue: 4 },
  { objectMb: 1024, partMb: 8, queue: 4 },
];

const dir = mkdtempSync(join(tmpdir(), 'handler-memory-'));
const server = await createS3Server({ buckets: ['bench'], storage: { dir } });
const entry = fileURLToPath(new URL('./invoke-handler.mjs', import.meta.url));

async function upload({ objectMb, partMb, queue }) {
  const { accessKeyId, secretAccessKey } = server.credentials;
  const env = {
    PATH: process.env.PATH,
    NODE_NO_WARNINGS: '1',
    ...(process.env.NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS: process.env.NODE_OPTIONS }),
    OUTPUT_BUCKET: 'bench',
    WORKLOAD: 'batch',
    MEMORY_MB: '2048',
    OBJECT_MB: String(objectMb),
    MULTIPART_MB: String(partMb),
    QUEUE_SIZE: String(queue),
    S3_ENDPOINT: server.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = Buffer.concat(await child.stdout.toArray()).toString();
  return JSON.parse(output.trim().split('\n').at(-1));
}

let failed = false;
console.log('object MB  part MB  queue  parts  loaded MB  peak MB  added MB  allowed MB');
const peaks = new Map();
for (const { objectMb, partMb, queue } of UPLOADS) {
  const { loadedBytes, peakBytes, multipart_parts: parts } = await upload({ objectMb, partMb, queue });
  const addedMb = (peakBytes - loadedBytes) / MB;
  const allowedMb = ALLOWANCE_MB + Math.min(queue + 1, parts) * partMb;
  peaks.set(`${objectMb}/${partMb}/${queue}`, peakBytes);
  const numbers = [objectMb, partMb, queue, parts, loadedBytes / MB, peakBytes / MB, addedMb, allowedMb];
  const widths = [9, 7, 5, 5, 9, 7, 8, 10];
  console.log(numbers.map((number, column) => number.toFixed(0).padStart(widths[column])).join('  '));
  if (addedMb > allowedMb * TOLERANCE) failed = true;
}
const ratio = peaks.get('1024/8/4') / peaks.get('100/8/4');
console.log(`peak of 1 GB over 100 MB, 8 MB parts: ${ratio.toFixed(2)}`);
await server.close();
rmSync(dir, { recursive: true });
process.exitCode = failed ? 1 : 0;
