// How a fleet grows: 1 to 500 agents in this process, through a real Redis. Each agent is a real one (presence, lease, signed jobs, barrier,
// signed parts); only what it measures is arithmetic. All share one thread with the coordinator, so that joining, barrier and trial take
// longer here than on machines of their own: these are upper bounds. Needs redis-server.
//
//   pnpm --filter @benchwright/fleet exec node bench/many-agents.mjs [agents…]
import { setMaxListeners } from 'node:events';
import { createRealClock, mergeParts, trialSeed } from '@benchwright/load-driver';
import { fleetSuite, openRedis, runAgent } from '../dist/index.js';
import { arithmeticSuite, requestsOf, Witness } from './arithmetic-suite.mjs';
import { startRedis } from './redis-for-bench.mjs';

const SECRET = 'the secret of a benchmark';
const VERSION = '0.0.0';
const TRIALS = 3;
const PORT = 21_900;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10, 50, 100, 250, 500];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (values, q) =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)];

async function infoOf(redis) {
  const text = await redis.info();
  const at = (name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    commands: at('total_commands_processed'),
    bytes: at('total_net_input_bytes') + at('total_net_output_bytes'),
    memory: at('used_memory'),
    peak: at('used_memory_peak'),
    clients: at('connected_clients'),
    cpuSeconds:
      Number(/used_cpu_sys:([\d.]+)/.exec(text)?.[1]) + Number(/used_cpu_user:([\d.]+)/.exec(text)?.[1]),
  };
}

function startAgents(n, suite, redis, signal) {
  const suites = [{ id: suite.id, load: async () => suite }];
  const policy = { allowTargets: [], maxRatePerSec: null, maxWorkers: null };
  const shared = { redis, secret: SECRET, labels: {}, version: VERSION, suites, policy, signal };
  return Array.from({ length: n }, (_, i) => runAgent({ ...shared, id: `agent-${i}`, onEvent: () => {} }));
}

/** What Redis does in a second in which all agents measure. */
async function whileMeasuring(n, witness, redis) {
  while (witness.beganHrNs.length < n) await pause(20);
  await pause(200);
  const fromMs = performance.now();
  const from = await infoOf(redis);
  await pause(1000);
  const to = await infoOf(redis);
  const seconds = (performance.now() - fromMs) / 1000;
  const rate = (name) => (to[name] - from[name]) / seconds;
  return { commands: rate('commands'), bytes: rate('bytes'), cpuShare: rate('cpuSeconds') };
}

/** One fleet of so many agents, from an empty Redis to an empty Redis. */
async function measure(n) {
  const server = await startRedis({ port: PORT, password: 'bench' });
  const redis = await openRedis({ url: server.url });
  const empty = await infoOf(redis);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const witness = new Witness();
  const suite = arithmeticSuite(n, TRIALS, witness);
  const running = startAgents(n, suite, redis, stop.signal);
  await pause(1500);
  const idleFrom = await infoOf(redis);
  await pause(2000);
  const idle = await infoOf(redis);
  const events = () => {};
  const { signal } = new AbortController();
  const plan = suite.plan({}, 1);
  const options = { redis: { url: server.url }, secret: SECRET, agents: n, version: VERSION };
  const joining = performance.now();
  const session = await fleetSuite(suite, options).open(
    {},
    { clock: createRealClock(), events, signal, seed: 1, plan },
  );
  const joinS = (performance.now() - joining) / 1000;
  const before = await infoOf(redis);
  const began = performance.now();
  const [spreadMs, clockMs, collectMs, liveRates] = [[], [], [], []];
  for (let trial = 0; trial < TRIALS; trial++) {
    Object.assign(witness, { beganHrNs: [], parts: [] });
    const ctx = { signal, events, trialSeed: trialSeed(1, trial) };
    const [record, live] = await Promise.all([
      session.runTrial(plan.cells[0], trial, ctx),
      whileMeasuring(n, witness, redis),
    ]);
    liveRates.push(live);
    collectMs.push(performance.now() - witness.measuredAtMs);
    if (record.counts.offered !== requestsOf(n) || record.faults !== undefined || record.fleet.attempt !== 1)
      throw new Error(`not whole: ${JSON.stringify([record.counts, record.faults, record.fleet.attempt])}`);
    const first = Math.min(...witness.beganHrNs);
    for (const at of witness.beganHrNs) spreadMs.push((at - first) / 1e6);
    for (const { clockUncertaintyNs } of record.fleet.agents) clockMs.push(clockUncertaintyNs / 1e6);
  }
  const seconds = (performance.now() - began) / 1000;
  const after = await infoOf(redis);
  const merging = performance.now();
  mergeParts(witness.parts, { load: plan.cells[0].trialLoads[0], target: null });
  const mergeMs = performance.now() - merging;
  await session.close();
  await pause(1500);
  stop.abort();
  await Promise.all(running);
  const left = (await redis.keys('*')).filter((key) => !key.endsWith(':stalled-check'));
  if (left.length > 0) console.error(`left in Redis: ${left.join(' ')}`);
  redis.disconnect();
  await server.close();
  return {
    agents: n,
    'join s': joinS,
    'spread p50 ms': quantile(spreadMs, 0.5),
    'spread p99 ms': quantile(spreadMs, 0.99),
    'clock ± p99 ms': quantile(clockMs, 0.99),
    'trial s': seconds / TRIALS,
    'collect ms': quantile(collectMs, 0.5),
    'merge ms': mergeMs,
    'Redis peak MB': (after.peak - empty.memory) / 1e6,
    connections: after.clients - empty.clients,
    'idle cmd/s/agent': (idle.commands - idleFrom.commands) / 2 / n,
    'live cmd/s/agent':
      quantile(
        liveRates.map(({ commands }) => commands),
        0.5,
      ) / n,
    'live kB/s/agent':
      quantile(
        liveRates.map(({ bytes }) => bytes),
        0.5,
      ) /
      1000 /
      n,
    'cmd/trial/agent': (after.commands - before.commands) / TRIALS / n,
    'kB/trial/agent': (after.bytes - before.bytes) / 1000 / TRIALS / n,
    'Redis CPU live %':
      quantile(
        liveRates.map(({ cpuShare }) => cpuShare),
        0.5,
      ) * 100,
  };
}

/** k of `figure ~ agents^k`: the slope between the two largest fleets and the logarithms of what was seen there. */
function growth(rows) {
  const [from, to] = [rows.at(-Math.min(rows.length, 4)), rows.at(-1)];
  const exponent = (name) => Math.log(to[name] / from[name]) / Math.log(to.agents / from.agents);
  const names = Object.keys(to).filter((name) => name !== 'agents');
  return Object.fromEntries(names.map((name) => [name, exponent(name).toFixed(2)]));
}

const shown = (row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toPrecision(3))]));

const rows = [];
for (const n of sizes) {
  rows.push(await measure(n));
  console.log(JSON.stringify(shown(rows.at(-1))));
}
if (rows.length > 1) console.log('growth', JSON.stringify(growth(rows)));
process.exit(0);
