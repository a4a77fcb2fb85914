// When do requests of a constant load arrive? Recorded at the server: deviation from the grid, and the generator's CPU.
//   node bench/arrival-deviation.mjs --recorder-cmd './arrival-recorder {port} -1 0 {out}'
//     [--rates 1000,5000,10000] [--seconds 10] [--rounds 5] [--connections 10] [--peers autocannon]
//     [--floor-cmd './spin-sender {port} {rate} {seconds} {connections}']
// The recorder answers HTTP/1.1 requests, remembers when each came, and on SIGUSR2 writes the times to {out}, in seconds, one
// a line, and begins anew. It must be faster than the generator: use a program in C. The floor is a generator without a runtime (C: read
// the clock, write, read, and nothing else), on the same core in the same rounds: what is late there is the machine. Exit 1 when
// spin misses the bar.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median } from './interleaved-rounds.mjs';
import { pinned, pinnedScript } from './pinned-process.mjs';
import { startCommand } from './targets.mjs';

/** p99 of the deviation with the spin pacer, from the issue that asked for it; wrk2 and vegeta have 1.1 to 4.7 ms. */
const BAR_MS = 0.15;
/** As `benchwright http` has it: with less, V8 still compiles during the first seconds of a slow load, on the same core. */
const WARM_UP_SECONDS = 3;

const { values } = parseArgs({
  options: {
    'recorder-cmd': { type: 'string' },
    rates: { type: 'string', default: '1000,5000,10000' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '10' },
    peers: { type: 'string', default: 'autocannon' },
    'floor-cmd': { type: 'string' },
  },
});
if (!values['recorder-cmd']) throw new Error('needs --recorder-cmd: see the first lines of this script');
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const folder = mkdtempSync(join(tmpdir(), 'benchwright-arrivals-'));
const out = join(folder, 'times');

const ours = (pacer) => (url, ratePerSec) => {
  const options = { url, ratePerSec, seconds, connections, pacer, warmUpSeconds: WARM_UP_SECONDS };
  const result = pinnedScript(new URL('arrival-generator.mjs', import.meta.url), options);
  if (result.pacer !== pacer || result.dropped > 0) throw new Error(JSON.stringify(result));
  return { cpuShare: result.cpuShare, expected: ratePerSec * seconds };
};
function autocannon(url, ratePerSec) {
  const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const args = ['-c', connections, '-R', ratePerSec, '-d', seconds, '--no-progress', '--json', url].map(
    String,
  );
  const { cpuSeconds } = pinned(process.execPath, [program, ...args]);
  return { cpuShare: cpuSeconds / seconds, expected: null };
}
function floor(url, ratePerSec) {
  const given = { port: new URL(url).port, rate: ratePerSec, seconds, connections };
  const command = values['floor-cmd'].replaceAll(/\{(\w+)\}/g, (_, name) => given[name]);
  const [program, ...args] = command.split(/\s+/);
  const { cpuSeconds } = pinned(program, args);
  return { cpuShare: cpuSeconds / seconds, expected: ratePerSec * seconds };
}
const peers = { autocannon };
const generators = { spin: ours('spin'), sleeper: ours('sleeper') };
if (values['floor-cmd'] !== undefined) generators.floor = floor;
for (const name of values.peers.split(',').filter((peer) => peer !== '')) generators[name] = peers[name];

const recorder = await startCommand(values['recorder-cmd'].replaceAll('{out}', out));
const measured = {};
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const rate of values.rates.split(',').map(Number)) {
      for (const [name, run] of Object.entries(generators)) {
        await recordedTimes();
        const { cpuShare, expected } = run(recorder.url, rate);
        const times = await recordedTimes();
        if (expected !== null && times.length < expected)
          throw new Error(`${times.length} of ${expected} arrived`);
        // Ours warms up first: what counts are the last ones.
        const counted = expected === null ? times : times.slice(-expected);
        measured[rate] ??= {};
        measured[rate][name] ??= [];
        measured[rate][name].push({ cpuShare, ...deviation(counted, rate) });
      }
    }
  }
} finally {
  await recorder.stop();
  rmSync(folder, { recursive: true, force: true });
}

console.log(
  `deviation from the grid in ms, best round of ${values.rounds} by p99 (median round in brackets), ${seconds} s each, Node ${process.versions.node}`,
);
let missed = false;
for (const [rate, byName] of Object.entries(measured)) {
  for (const [name, rounds] of Object.entries(byName)) {
    const best = [...rounds].sort((a, b) => a.p99 - b.p99)[0];
    const column = (key) =>
      `${key} ${best[key].toFixed(3)} (${median(rounds.map((r) => r[key])).toFixed(3)})`;
    const ratio = name in peers ? `  p99 ${(best.p99 / bestOf(byName.spin)).toFixed(0)} × spin's` : '';
    console.log(
      `${rate.padStart(6)}/s ${name.padEnd(11)} ${column('p50')}  ${column('p99')}  ${column('p999')}` +
        `  CPU ${(median(rounds.map((r) => r.cpuShare)) * 100).toFixed(0)} %${ratio}`,
    );
  }
  if (bestOf(byName.spin) > BAR_MS) missed = true;
}
console.log(`spin: p99 ${missed ? 'misses' : 'meets'} the bar of ${BAR_MS} ms`);
if (missed) process.exitCode = 1;

function bestOf(rounds) {
  return Math.min(...rounds.map((r) => r.p99));
}

/** What the recorder has seen since it was last asked, ascending. It writes before it answers the request that follows. */
async function recordedTimes() {
  rmSync(out, { force: true });
  process.kill(recorder.pid, 'SIGUSR2');
  await (await fetch(recorder.url)).arrayBuffer();
  for (let attempt = 0; !existsSync(out) && attempt < 100; attempt++) await sleep(10);
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * How far each arrival was from its place on the grid, either way; the grid lies where the median arrival is in its place, so that
 * the constant delay to the server is not counted.
 */
function deviation(times, ratePerSec) {
  const offsets = times.map((time, k) => (time - times[0]) * 1e3 - (k / ratePerSec) * 1e3);
  const middle = median(offsets);
  const apart = offsets.map((offset) => Math.abs(offset - middle)).sort((a, b) => a - b);
  const quantile = (q) => apart[Math.min(apart.length - 1, Math.ceil(q * apart.length) - 1)];
  return { p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999) };
}
