// Our HTTP/1.1 transport against wrk (and autocannon) on the same target, one core each side, taking turns.
//   node bench/http1-vs-peers.mjs [--target-cmd 'program {port}'] [--loads plain,pipelined,many,16k,1m,tls]
//     [--peers wrk] [--with-driver] [--rounds 5] [--tries 15] [--seconds 2] [--dist DIR]
//   node bench/http1-vs-peers.mjs [--url URL | --target-cmd … | --body-bytes N] [--connections 50] [--pipelining 1] [--tls]
// The first form runs the loads below and holds them against their bars; the second runs one load of your own. nginx is the target of what
// the command cannot answer: bodies of another size than its own (unless it takes `{bytes}`), and TLS.
// Builds nothing: `pnpm exec turbo run build --filter=@benchwright/load-driver` first. See bench/README.md for what to
// expect and how the numbers were obtained.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { barRows, printBars } from './bars-table.mjs';
import { autocannon, driver, ours, wrk } from './http1-generators.mjs';
import { interleavedRounds, wholeSeconds } from './interleaved-rounds.mjs';
import { builtAt } from './pinned-process.mjs';
import { installed, startCommand, startNginx } from './targets.mjs';

const USER_BYTES = 109;
/** Each load with how many times as fast as wrk ours has to be. */
const LOADS = {
  plain: { title: '50 connections', bars: { wrk: 0.95 } },
  pipelined: { title: 'pipelining 10', pipelining: 10, bars: { wrk: 1 } },
  many: { title: '500 connections', connections: 500, bars: {} },
  '16k': { title: '16 KB bodies', bodyBytes: 16_384, bars: { wrk: 1 } },
  '1m': { title: '1 MB bodies', bodyBytes: 1_048_576, bars: { wrk: 2 } },
  tls: { title: 'TLS', tls: true, bars: { wrk: 0.8 } },
};

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'target-cmd': { type: 'string' },
    loads: { type: 'string', default: Object.keys(LOADS).join(',') },
    'body-bytes': { type: 'string' },
    connections: { type: 'string' },
    pipelining: { type: 'string' },
    tls: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '2' },
    peers: { type: 'string', default: 'wrk' },
    'with-driver': { type: 'boolean', default: false },
    dist: { type: 'string' },
  },
});
if (availableParallelism() < 2) throw new Error('needs two cores: one for the server, one for the generator');

const known = { ours, driver, wrk, autocannon };
const peers = values.peers.split(',').filter((name) => name !== 'wrk' || installed('wrk'));
const generators = Object.fromEntries(
  ['ours', ...(values['with-driver'] ? ['driver'] : []), ...peers].map((name) => [name, known[name]]),
);
const own = ['url', 'body-bytes', 'connections', 'pipelining', 'tls'].some((option) => option in values);
const loads = own ? [ownLoad()] : values.loads.split(',').map(namedLoad);
const rows = [];
for (const load of loads) {
  const target = await targetFor(load);
  try {
    const result = interleavedRounds({
      generators,
      setting: {
        url: target.url,
        connections: load.connections ?? 50,
        pipelining: load.pipelining ?? 1,
        seconds: wholeSeconds(values.seconds),
        ...builtAt(values.dist),
      },
      serverPid: target.pid,
      rounds: Number(values.rounds),
      tries: Number(values.tries),
    });
    rows.push(...barRows(`${load.title}, ${target.name}`, result, load.bars));
  } finally {
    await target.stop();
  }
}
console.log(
  `Node ${process.versions.node}, medians (and ranges) of ${values.rounds} rounds of ${values.seconds} s`,
);
printBars(rows);

function namedLoad(name) {
  const load = LOADS[name];
  if (load === undefined) throw new Error(`--loads knows ${Object.keys(LOADS).join(', ')}, not ${name}`);
  return load;
}

function ownLoad() {
  const { connections = '50', pipelining = '1', 'body-bytes': bodyBytes, tls } = values;
  const title = `${connections} connections × ${pipelining}${bodyBytes ? `, ${bodyBytes} bytes` : ''}${tls ? ', TLS' : ''}`;
  return {
    title,
    connections: Number(connections),
    pipelining: Number(pipelining),
    tls,
    ...(bodyBytes && { bodyBytes: Number(bodyBytes) }),
    bars: {},
  };
}

async function targetFor({ bodyBytes = USER_BYTES, tls = false }) {
  if (values.url) return { url: values.url, name: 'URL given', stop: async () => {} };
  const command = values['target-cmd'];
  const fits = command && !tls && (bodyBytes === USER_BYTES || command.includes('{bytes}'));
  return fits ? startCommand(command, { bytes: bodyBytes }) : startNginx(bodyBytes, tls);
}
