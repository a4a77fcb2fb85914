// One PUT of 100 MB after the other, against a node:http server that discards the same bytes; and GETs of it.
import { randomBytes } from 'node:crypto';
import { RawConnection } from './raw-connection.mjs';
import { signedRequest } from './signed-request.mjs';
import { interleaved, median, newFolder, startTarget } from './targets.mjs';

const rounds = Number(process.argv[2] ?? 7);
const body = Buffer.alloc(100_000_000, randomBytes(1 << 20));

const servers = {
  discard: { discard: true },
  'discard, SHA-256 hashed': { discard: 'sha256' },
  memory: { storage: 'memory' },
  'memory, hashThreads: 0': { storage: 'memory', hashThreads: 0 },
  'memory, opaque ETag': { storage: 'memory', etag: 'opaque' },
  'disk, opaque ETag, not durable': { storage: { dir: newFolder(), durable: false }, etag: 'opaque' },
};

const runs = {};
const targets = [];
for (const [name, options] of Object.entries(servers)) {
  if (process.env.BENCH_ONLY !== undefined && process.env.BENCH_ONLY !== name) continue;
  const target = await startTarget(options);
  targets.push(target);
  const time = (method, signed) => {
    const request = { port: target.port, method, path: '/bucket/large', signed };
    const prepared = signedRequest(method === 'PUT' ? { ...request, body } : request);
    return async () => {
      const connection = new RawConnection(target.port);
      const began = performance.now();
      await connection.send(prepared);
      const mibPerSec = (body.length / 2 ** 20 / (performance.now() - began)) * 1000;
      connection.close();
      return mibPerSec;
    };
  };
  runs[`PUT, unsigned: ${name}`] = time('PUT', false);
  if ('discard' in options) continue;
  runs[`PUT, SHA-256 verified: ${name}`] = time('PUT', true);
  runs[`GET: ${name}`] = time('GET', true);
}

for (const run of Object.values(runs)) await run();
const results = await interleaved(runs, rounds);
const floor = results['PUT, unsigned: discard'];
console.log(`${'100 MB'.padEnd(56)} MiB/s   × discard`);
for (const [name, found] of Object.entries(results)) {
  const ratio = floor === undefined ? Number.NaN : median(found.map((one, at) => one / floor[at]));
  console.log(
    `${name.padEnd(54)} ${String(Math.round(median(found))).padStart(7)} ${ratio.toFixed(2).padStart(11)}`,
  );
}
await Promise.all(targets.map(({ stop }) => stop()));
process.exit();
