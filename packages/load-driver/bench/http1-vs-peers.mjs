// Requests per second on one core: our HTTP/1.1 transport against wrk and autocannon, same target, interleaved.
//   node bench/http1-vs-peers.mjs [--url URL | --target-cmd 'program {port}' | --body-bytes N (nginx)]
//     [--rounds 5] [--seconds 3] [--connections 50] [--pipelining 1] [--peers wrk,autocannon] [--module FILE]
// Builds nothing: `pnpm exec turbo run build --filter=@benchwright/load-driver` first. Prints medians and ratios;
// quote the ratios. See bench/README.md for what to expect and how the numbers were obtained.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { autocannon, ours, wrk } from './http1-generators.mjs';
import { installed, startCommand, startNginx } from './http1-targets.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'target-cmd': { type: 'string' },
    'body-bytes': { type: 'string', default: '109' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
    pipelining: { type: 'string', default: '1' },
    peers: { type: 'string', default: 'wrk,autocannon' },
    module: { type: 'string' },
    stats: { type: 'string' },
  },
});
if (availableParallelism() < 2) throw new Error('needs two cores: one for the server, one for the generator');

const generators = { ours, wrk, autocannon };
const names = [
  'ours',
  ...values.peers.split(',').filter((name) => name !== '' && (name !== 'wrk' || installed('wrk'))),
];
const target = values.url
  ? { url: values.url, stop: async () => {} }
  : values['target-cmd']
    ? await startCommand(values['target-cmd'])
    : await startNginx(Number(values['body-bytes']));
const setting = {
  url: target.url,
  connections: Number(values.connections),
  pipelining: Number(values.pipelining),
  seconds: Number(values.seconds),
  module: values.module,
  stats: values.stats,
};
const results = Object.fromEntries(names.map((name) => [name, []]));
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    // The order turns from round to round, so that nobody always runs first or behind the same neighbour.
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      results[name].push(generators[name](setting));
    }
  }
} finally {
  await target.stop();
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const column = (name, key) => results[name].map((result) => result[key]);
console.log(
  `${values.connections} connections, pipelining ${values.pipelining}, ${values.rounds} rounds of ${values.seconds} s; load average ${loadavg()[0].toFixed(1)}`,
);
for (const name of names) {
  const rate = median(column(name, 'requestsPerSec'));
  const cpu = median(column(name, 'cpuNsPerRequest'));
  // Round by round, so that what disturbed a whole round falls out of the ratio.
  const ratio = median(
    column('ours', 'requestsPerSec').map((ours, i) => ours / results[name][i].requestsPerSec),
  );
  const cpuRatio = median(
    column(name, 'cpuNsPerRequest').map((peer, i) => peer / results.ours[i].cpuNsPerRequest),
  );
  console.log(
    `${name.padEnd(11)} ${(rate / 1000).toFixed(1).padStart(7)}k requests/s  ${(cpu / 1000).toFixed(2).padStart(6)} µs CPU/request` +
      (name === 'ours' ? '' : `   ours/${name} ${ratio.toFixed(2)} by rate, ${cpuRatio.toFixed(2)} by CPU`),
  );
}
