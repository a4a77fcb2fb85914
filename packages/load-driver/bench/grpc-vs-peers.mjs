// Unary gRPC calls on one core: our raw transport against h2load and grpc-js, same target, taking turns.
//   node bench/grpc-vs-peers.mjs (--target-cmd 'program {port} …' | --address HOST:PORT)
//     [--connections 1] [--streams 50] [--peers h2load,grpcJs] [--with-driver] [--rounds 5] [--tries 10] [--seconds 2]
//     [--message-base64 CCo=] [--dist DIR]
// Builds nothing: `pnpm exec turbo run build --filter=@benchwright/load-driver` first. See bench/GRPC.md for what to
// expect and how the numbers were obtained.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { barRows, printBars } from './bars-table.mjs';
import { driver, grpcJs, h2load, ours } from './grpc-generators.mjs';
import { interleavedRounds, wholeSeconds } from './interleaved-rounds.mjs';
import { builtAt } from './pinned-process.mjs';
import { installed, startCommand } from './targets.mjs';

/** How many times as fast as each peer ours has to be. */
const BARS = { h2load: 1.5, grpcJs: 40 };

const { values } = parseArgs({
  options: {
    address: { type: 'string' },
    'target-cmd': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '1' },
    streams: { type: 'string', default: '50' },
    peers: { type: 'string', default: 'h2load,grpcJs' },
    'with-driver': { type: 'boolean', default: false },
    'message-base64': { type: 'string', default: 'CCo=' },
    dist: { type: 'string' },
  },
});
if (availableParallelism() < 2) throw new Error('needs two cores: one for the server, one for the generator');
if (!values.address && !values['target-cmd']) throw new Error('needs --target-cmd or --address');

const known = { ours, driver, h2load, grpcJs };
const peers = values.peers.split(',').filter((name) => name !== 'h2load' || installed('h2load'));
const generators = Object.fromEntries(
  ['ours', ...(values['with-driver'] ? ['driver'] : []), ...peers].map((name) => [name, known[name]]),
);
const target = values.address
  ? { url: `http://${values.address}`, name: values.address, stop: async () => {} }
  : await startCommand(values['target-cmd']);
try {
  const result = interleavedRounds({
    generators,
    setting: {
      address: new URL(target.url).host,
      connections: Number(values.connections),
      streams: Number(values.streams),
      seconds: wholeSeconds(values.seconds),
      messageBase64: values['message-base64'],
      ...builtAt(values.dist),
    },
    serverPid: target.pid,
    rounds: Number(values.rounds),
    tries: Number(values.tries),
  });
  console.log(
    `Node ${process.versions.node}, medians (and ranges) of ${values.rounds} rounds of ${values.seconds} s`,
  );
  printBars(barRows(`${values.connections} × ${values.streams} streams, ${target.name}`, result, BARS));
} finally {
  await target.stop();
}
