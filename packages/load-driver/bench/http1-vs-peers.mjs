// Requests per second on one core: our HTTP/1.1 transport against wrk and autocannon, same target, interleaved.
//   node bench/http1-vs-peers.mjs [--url URL | --target-cmd 'program {port}' | --body-bytes N (nginx)]
//     [--rounds 5] [--tries 15] [--seconds 3] [--connections 50] [--pipelining 1] [--peers wrk,autocannon] [--module FILE]
// A round during which others used more than 0.1 of a core is run again, up to --tries rounds in all.
// Builds nothing: `pnpm exec turbo run build --filter=@benchwright/load-driver` first. Prints medians and ratios;
// quote the ratios. See bench/README.md for what to expect and how the numbers were obtained.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { withForeignLoad } from './http1-foreign-load.mjs';
import { autocannon, ours, wrk } from './http1-generators.mjs';
import { installed, startCommand, startNginx } from './http1-targets.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'target-cmd': { type: 'string' },
    'body-bytes': { type: 'string', default: '109' },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '15' },
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
const MOST_FOREIGN_CORES = 0.1;
const wanted = Number(values.rounds);
const rounds = [];
try {
  const undisturbed = () => rounds.filter(({ foreign }) => !(foreign > MOST_FOREIGN_CORES)).length;
  while (rounds.length < Number(values.tries) && undisturbed() < wanted) rounds.push(runRound(rounds.length));
} finally {
  await target.stop();
}

/** Everybody once. The order turns from round to round, so that nobody always runs first or behind the same neighbour. */
function runRound(number) {
  const turn = number % names.length;
  const round = { foreign: 0 };
  for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
    const [result, foreign] = withForeignLoad(target.pid, () => generators[name](setting));
    round[name] = result;
    round.foreign = Math.max(round.foreign, foreign);
  }
  return round;
}

// The quietest rounds; all are the same length, so nobody gains by which are left out.
const kept = [...rounds].sort((a, b) => (a.foreign || 0) - (b.foreign || 0)).slice(0, wanted);
const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const column = (name, key) => kept.map((round) => round[name][key]);
/** Round by round, so that what disturbed a whole round falls out of the ratio. */
const spread = (ratios) =>
  `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;

console.log(
  `${values.connections} connections, pipelining ${values.pipelining}, ${kept.length} rounds of ${values.seconds} s, ` +
    `Node ${process.versions.node}; the quietest of ${rounds.length}, others used at most ${kept.at(-1).foreign.toFixed(2)} cores`,
);
for (const name of names) {
  const rate = median(column(name, 'requestsPerSec')) / 1000;
  const cpu = median(column(name, 'cpuNsPerRequest')) / 1000;
  console.log(
    `${name.padEnd(11)} ${rate.toFixed(1).padStart(7)}k requests/s ${cpu.toFixed(2).padStart(7)} µs CPU/request`,
  );
}
for (const name of names.slice(1)) {
  const byRate = kept.map((round) => round.ours.requestsPerSec / round[name].requestsPerSec);
  const byCpu = kept.map((round) => round[name].cpuNsPerRequest / round.ours.cpuNsPerRequest);
  console.log(`ours/${name.padEnd(11)} ${spread(byRate)} by rate, ${spread(byCpu)} by CPU`);
}
