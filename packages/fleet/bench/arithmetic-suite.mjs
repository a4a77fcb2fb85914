// A suite whose trials are arithmetic in virtual time: what a fleet of it takes is the fleet itself.
import {
  buildPlan,
  createDriver,
  createSimulatedTransport,
  OutcomeTable,
  VirtualClock,
} from '@benchwright/load-driver';
import { z } from 'zod';

const DURATION_S = 10;
const REQUESTS_PER_AGENT = 500;
/**
 * Between the start and the arithmetic agents tell how far they are, as in a trial of this length. (Who computes first would also delay the
 * start of the others, who share its thread.)
 */
const LIVE_MS = 2000;
const TOLD_EVERY_MS = 100;

/** What happened on all agents of this process. */
export class Witness {
  /** Instants at which each agent began, in nanoseconds of one clock. */
  beganHrNs = [];
  /** When the last agent had measured. */
  measuredAtMs = 0;
  /** The parts of the last trial. */
  parts = [];
}

/** How many requests a trial on so many agents offers. */
export const requestsOf = (agents) => REQUESTS_PER_AGENT * agents;

export function arithmeticSuite(agents, trials, witness) {
  const load = {
    model: 'constant',
    ratePerSec: requestsOf(agents) / DURATION_S,
    durationNs: DURATION_S * 1e9,
  };
  return {
    id: 'arithmetic',
    title: 'Arithmetic',
    version: '1.0.0',
    config: { schema: z.strictObject({}), environment: {}, template: '' },
    quick: {},
    targets: () => ['127.0.0.1:1'],
    plan: (_config, seed) =>
      buildPlan([{ id: 'a', factors: {}, trialLoads: Array.from({ length: trials }, () => load) }], seed),
    open: async () => ({
      target: { endpoints: {}, embedded: false, pid: null },
      runTrial: (cell, trial, ctx) => runTrial(cell, trial, ctx, witness),
      close: async () => {},
    }),
    summarize: () => null,
    views: [],
  };
}

async function runTrial(cell, trial, ctx, witness) {
  await begin(ctx.part, witness);
  await tell({ cell: cell.id, trial }, ctx.events);
  return await oneByOne(() => measure(cell, trial, ctx, witness));
}

/** Agents of one thread compute one after the other, with a turn of the event loop between them: on machines of their own none delays another. */
let last = Promise.resolve();
function oneByOne(work) {
  const mine = last.then(() => new Promise((resolve) => setImmediate(resolve))).then(work);
  last = mine.catch(() => {});
  return mine;
}

async function measure(cell, trial, ctx, witness) {
  const clock = new VirtualClock();
  const serviceNs = (n) => 1e6 + ((n * 7919) % 1000) * 1e4;
  const transport = createSimulatedTransport({ slots: 50, clock, serviceNs });
  const driver = await createDriver({
    transport,
    clock,
    outcomes: new OutcomeTable(),
    drainTimeoutNs: 1e9,
  });
  // Virtual time cannot wait for others: the barrier is passed before it begins.
  const part = { slice: ctx.part.slice, ready: async () => 0n };
  const request = {
    cell: cell.id,
    trial,
    load: cell.trialLoads[trial],
    warmup: null,
    ctx: { ...ctx, part },
  };
  const record = await clock.runUntil(driver.runTrial(request));
  witness.parts.push(record);
  witness.measuredAtMs = performance.now();
  return record;
}

async function begin(part, witness) {
  const atHrNs = await part.ready();
  const ms = Number(atHrNs - process.hrtime.bigint()) / 1e6;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - 2)));
  while (process.hrtime.bigint() < atHrNs) await new Promise((resolve) => setImmediate(resolve));
  const nowHrNs = process.hrtime.bigint();
  part.began(nowHrNs);
  witness.beganHrNs.push(Number(nowHrNs));
}

async function tell(place, events) {
  const counts = {
    ok: 0,
    failed: 0,
    inFlight: 0,
    queued: 0,
    ratePerSec: 0,
    offered: 0,
    dropped: 0,
    errors: {},
  };
  const times = {
    responseP50Ns: 1e6,
    responseP99Ns: 2e6,
    recentP50Ns: 1e6,
    recentP99Ns: 2e6,
    sendLagP99Ns: 1e5,
  };
  const rest = { cpuShare: 0, remainingRequests: null, remainingNs: null };
  for (let elapsedMs = 0; elapsedMs < LIVE_MS; elapsedMs += TOLD_EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, TOLD_EVERY_MS));
    const progress = { ...place, phase: 'measure', elapsedNs: elapsedMs * 1e6, ...counts, ...times, ...rest };
    events({ type: 'trial-progress', progress });
  }
}
