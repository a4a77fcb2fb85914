// PUTs of 1 KB a second: requests signed beforehand, 16 connections with one request each under way.
import { randomBytes } from 'node:crypto';
import { RawConnection } from './raw-connection.mjs';
import { signedRequest } from './signed-request.mjs';
import { cpuSeconds, interleaved, median, newFolder, startTarget } from './targets.mjs';

const connections = 16;
const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 5);
const body = randomBytes(1024);

const settings = {
  'discard, node:http': { discard: true },
  memory: { storage: 'memory' },
  'disk, not durable': { storage: { dir: newFolder(), durable: false } },
  'disk, durable': { storage: { dir: newFolder() } },
};
const only = process.env.BENCH_ONLY;

const runs = {};
const targets = [];
for (const [name, options] of Object.entries(settings)) {
  if (only !== undefined && only !== name) continue;
  const target = await startTarget(options);
  targets.push(target);
  const requests = Array.from({ length: 5000 }, (_, index) =>
    signedRequest({ port: target.port, method: 'PUT', path: `/bucket/key-${index}`, body }),
  );
  runs[name] = () => drive(target, requests);
}

async function drive({ port, pid }, requests) {
  let next = 0;
  let done = 0;
  const began = performance.now();
  const cpuBefore = cpuSeconds(pid);
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new RawConnection(port);
      while (performance.now() < until) {
        await connection.send(requests[next++ % requests.length]);
        done++;
      }
      connection.close();
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  return { perSec: done / elapsed, cores: (cpuSeconds(pid) - cpuBefore) / elapsed };
}

for (const run of Object.values(runs)) await run();
const results = await interleaved(runs, rounds);
const floor = results['discard, node:http'];
console.log('1 KB PUTs, 16 connections       per second   cores   × discard');
for (const [name, found] of Object.entries(results)) {
  const ratio =
    floor === undefined ? Number.NaN : median(found.map(({ perSec }, at) => perSec / floor[at].perSec));
  const perSec = Math.round(median(found.map((one) => one.perSec)));
  const cores = median(found.map((one) => one.cores));
  console.log(
    `${name.padEnd(28)} ${String(perSec).padStart(13)} ${cores.toFixed(2).padStart(7)} ${ratio.toFixed(2).padStart(11)}`,
  );
}
await Promise.all(targets.map(({ stop }) => stop()));
process.exit();
