// What the generator offers to a server that throws everything away, one core each:
//   node bench/generator.mjs [--secs 4] [--rounds 3] [--connections 4] [--batch 1000] [--rate 0]
// Interleaved with the same transport writing the same bytes each time, so that the difference is what patching costs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const defaults = { secs: '4', rounds: '3', connections: '4', batch: '1000', rate: '0' };
const { values } = parseArgs({
  options: Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value }]),
  ),
});
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = spawn('taskset', ['-c', '0', process.execPath, path('discarding-server.mjs')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [announced] = await once(server.stdout, 'data');
const { port } = JSON.parse(announced);

function offer(mode) {
  const options = { port, mode, secs: Number(values.secs), connections: Number(values.connections) };
  const load = { batchSize: Number(values.batch), ratePerSec: Number(values.rate) };
  const args = ['-c', '1', process.execPath, path('offering.mjs'), JSON.stringify({ ...options, ...load })];
  const { status, stdout, stderr } = spawnSync('taskset', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

for (let round = 0; round < Number(values.rounds); round++) {
  for (const mode of ['batches', 'fixed']) {
    const { eventsPerSec, bytesPerEvent, failed, cpuShare, busyShare, rssBefore, rssAfter, gcPauseMs } =
      offer(mode);
    console.log(
      [
        mode.padEnd(8),
        `${(eventsPerSec / 1e6).toFixed(2)} M events/s`,
        `${bytesPerEvent.toFixed(0)} B each`,
        `${failed} failed`,
        `generator CPU ${(cpuShare * 100).toFixed(0)} %, busy ${(busyShare * 100).toFixed(0)} %`,
        `RSS ${(rssBefore / 2 ** 20).toFixed(0)} → ${(rssAfter / 2 ** 20).toFixed(0)} MiB, GC ${gcPauseMs.toFixed(1)} ms`,
      ].join(' · '),
    );
  }
}
server.stdin.end();
await once(server, 'exit');
