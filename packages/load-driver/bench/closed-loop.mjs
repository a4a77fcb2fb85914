// A closed loop over one client: every slot sends its next request when the last has completed. The `*-closed-loop.mjs`
// scripts make the client; what is measured and printed is the same for all of them, and here.
import { setTimeout as sleep } from 'node:timers/promises';

/** What such a script is told, as one JSON argument. */
export const defaults = {
  /** Where the built package is. */
  dist: new URL('../dist/', import.meta.url).href,
  /**
   * `transport`: a loop of this file, which records response time, service time and send lag. `driver`: `createDriver`, which is what
   * every suite uses, with all that it records and watches.
   */
  through: 'transport',
  /** Measure for so long, after the warm-up … */
  seconds: 5,
  warmUpSeconds: 0.5,
  /** … or until so many requests have completed, without warm-up. */
  requests: null,
};

class ClosedLoop {
  failed = new Map();
  completed = 0;
  bytesIn = 0;
  bodyBytes = 0;
  reconnects = 0;
  sequence = 0;
  running = true;
  idleSlots = 0;
  allIdle = new Promise((resolve) => {
    this.onAllIdle = resolve;
  });

  constructor(client, Histogram, limit) {
    this.client = client;
    this.limit = limit;
    this.dueNs = new Float64Array(client.slots);
    this.response = new Histogram({ measuredFrom: 'due' });
    this.service = new Histogram({ measuredFrom: 'send' });
    this.lag = new Histogram({ measuredFrom: 'due' });
  }

  start() {
    for (let slot = 0; slot < this.client.slots; slot++) this.send(slot, this.client.nowNs());
  }

  send(slot, dueNs) {
    this.dueNs[slot] = dueNs;
    this.client.send(slot, this.sequence++);
  }

  complete(slot, outcome, _bytesOut, bytesIn, bodyBytes, sentNs, _firstByteNs, endNs) {
    this.completed++;
    this.bytesIn += bytesIn;
    this.bodyBytes += bodyBytes;
    if (outcome !== 0) this.failed.set(outcome, (this.failed.get(outcome) ?? 0) + 1);
    this.response.record(endNs - this.dueNs[slot]);
    this.service.record(endNs - sentNs);
    this.lag.record(sentNs - this.dueNs[slot]);
    if (this.running && this.sequence < this.limit) this.send(slot, endNs);
    else if (++this.idleSlots === this.client.slots) this.onAllIdle();
  }

  connected(_connectNs, again) {
    if (again) this.reconnects++;
  }
}

/**
 * Runs the loop of this file and prints what it measured.
 *
 * @param client `{ slots, open(sink), send(slot, sequence), sweep?(nowNs), close(), nowNs(), nameOf(outcome) }`
 */
export async function runLoop(client, options) {
  const { Histogram } = await import('@benchwright/stats');
  const timed = options.requests === null;
  const loop = new ClosedLoop(client, Histogram, options.requests ?? Number.POSITIVE_INFINITY);
  await client.open(loop);
  const sweeper = setInterval(() => client.sweep?.(client.nowNs()), 10);
  loop.start();
  if (timed) await sleep(options.warmUpSeconds * 1000);
  const before = { completed: loop.completed, ns: client.nowNs(), cpu: process.cpuUsage() };
  if (timed) await sleep(options.seconds * 1000);
  else await loop.allIdle;
  const completed = loop.completed - before.completed;
  const seconds = (client.nowNs() - before.ns) / 1e9;
  const cpu = process.cpuUsage(before.cpu);
  loop.running = false;
  await loop.allIdle;
  clearInterval(sweeper);
  await client.close();
  print(
    {
      completed,
      seconds,
      cpu,
      errors: [...loop.failed].map(([code, count]) => [client.nameOf(code), count]),
    },
    {
      bodyBytesPerRequest: loop.bodyBytes / loop.completed,
      bytesInPerRequest: loop.bytesIn / loop.completed,
      responseP50Ns: loop.response.quantileValue(0.5),
      reconnects: loop.reconnects,
    },
  );
}

/** Runs a transport of ours the way the options ask for, and prints what was measured. `module` is the built package. */
export function runTransport(module, transport, { clock, outcomes }, options) {
  if (options.through === 'driver') return runDriver(module, transport, { clock, outcomes }, options);
  const client = {
    slots: transport.slots,
    open: (sink) => transport.open(sink),
    send: (slot, sequence) => transport.send(slot, sequence),
    sweep: (nowNs) => transport.sweep(nowNs),
    close: () => transport.close(),
    nowNs: () => clock.nowNs(),
    nameOf: (outcome) => outcomes.nameOf(outcome),
  };
  return runLoop(client, options);
}

/** One trial to warm up, one that counts. */
async function runDriver(module, transport, { clock, outcomes }, options) {
  const { createDriver, ignoreEvents } = module;
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 5e9 });
  const trial = (load) =>
    driver.runTrial({
      cell: 'bench',
      trial: 0,
      load,
      warmup: null,
      ctx: { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 },
    });
  const closed = (seconds) => ({ model: 'closed', concurrency: transport.slots, durationNs: seconds * 1e9 });
  if (options.requests === null) await trial(closed(options.warmUpSeconds));
  const before = process.cpuUsage();
  const record = await trial(
    options.requests === null
      ? closed(options.seconds)
      : { model: 'iterations', count: options.requests, concurrency: transport.slots },
  );
  const cpu = process.cpuUsage(before);
  await driver.close();
  const { ok, failed, errors } = record.counts;
  print(
    { completed: ok + failed, seconds: record.durationNs / 1e9, cpu, errors: Object.entries(errors) },
    {},
  );
}

function print({ completed, seconds, cpu, errors }, others) {
  console.log(
    JSON.stringify({
      requestsPerSec: completed / seconds,
      cpuNsPerRequest: ((cpu.user + cpu.system) * 1000) / completed,
      completed,
      failed: errors.reduce((sum, [, count]) => sum + count, 0),
      errors: Object.fromEntries(errors),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
      ...others,
    }),
  );
}
