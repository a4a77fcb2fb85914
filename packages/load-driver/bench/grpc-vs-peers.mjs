// Unary gRPC calls per second on one core: our raw transport against h2load and grpc-js, same target, interleaved.
//   node bench/grpc-vs-peers.mjs (--target-cmd 'program {port} …' | --address HOST:PORT)
//     [--rounds 5] [--tries 5] [--seconds 2] [--connections 1] [--streams 50] [--peers h2load,grpcJs]
//     [--message-base64 CCo=] [--module FILE] [--stats FILE]
// Builds nothing: `pnpm exec turbo run build --filter=@benchwright/load-driver` first. Prints medians and ratios; quote
// the ratios. See bench/GRPC.md for what to expect and how the numbers were obtained.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { grpcJs, h2load, ours } from './grpc-generators.mjs';
import { withForeignLoad } from './http1-foreign-load.mjs';
import { installed, startCommand } from './http1-targets.mjs';

const { values } = parseArgs({
  options: {
    address: { type: 'string' },
    'target-cmd': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '1' },
    streams: { type: 'string', default: '50' },
    peers: { type: 'string', default: 'h2load,grpcJs' },
    'message-base64': { type: 'string', default: 'CCo=' },
    module: { type: 'string' },
    stats: { type: 'string' },
  },
});
if (availableParallelism() < 2) throw new Error('needs two cores: one for the server, one for the generator');
if (!values.address && !values['target-cmd']) throw new Error('needs --target-cmd or --address');

const generators = { ours, h2load, grpcJs };
const names = [
  'ours',
  ...values.peers.split(',').filter((name) => name !== '' && (name !== 'h2load' || installed('h2load'))),
];
const target = values.address
  ? { url: `http://${values.address}`, stop: async () => {} }
  : await startCommand(values['target-cmd']);
const setting = {
  address: new URL(target.url).host,
  connections: Number(values.connections),
  streams: Number(values.streams),
  seconds: Number(values.seconds),
  message: Buffer.from(values['message-base64'], 'base64'),
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
  `${values.connections} connections × ${values.streams} streams, ${kept.length} rounds of ${values.seconds} s, ` +
    `Node ${process.versions.node}; the quietest of ${rounds.length}, others used at most ${kept.at(-1).foreign.toFixed(2)} cores`,
);
for (const name of names) {
  const rate = median(column(name, 'requestsPerSec')) / 1000;
  const cpu = median(column(name, 'cpuNsPerRequest')) / 1000;
  console.log(
    `${name.padEnd(8)} ${rate.toFixed(1).padStart(7)}k calls/s ${cpu.toFixed(2).padStart(8)} µs CPU/call`,
  );
}
for (const name of names.slice(1)) {
  const byRate = kept.map((round) => round.ours.requestsPerSec / round[name].requestsPerSec);
  const byCpu = kept.map((round) => round[name].cpuNsPerRequest / round.ours.cpuNsPerRequest);
  console.log(`ours/${name.padEnd(8)} ${spread(byRate)} by rate, ${spread(byCpu)} by CPU`);
}
