// One generator process: a closed loop over the raw transport, recording what a trial records. Started by the other
// scripts of this folder with its options as one JSON argument; prints one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';

const options = {
  module: new URL('../dist/index.js', import.meta.url).href,
  stats: '@benchwright/stats',
  connections: 50,
  pipelining: 1,
  connectionPolicy: 'shared',
  /** Measure for so long, after the warm-up … */
  seconds: 5,
  warmUpSeconds: 0.5,
  /** … or until so many requests have completed, without warm-up, sampling the memory. */
  requests: null,
  method: 'GET',
  bodyBytes: 0,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const { buildRequest, createHttp1Transport, createRealClock, fixedRequest, OutcomeTable } = await import(
  options.module
);
const { Histogram } = await import(options.stats);

const clock = createRealClock();
const outcomes = new OutcomeTable();
const url = new URL(options.url);
const secure = url.protocol === 'https:';
const transport = createHttp1Transport({
  host: url.hostname,
  port: Number(url.port || (secure ? 443 : 80)),
  ...(secure && { tls: { rejectUnauthorized: false } }),
  connections: options.connections,
  pipelining: options.pipelining,
  connectionPolicy: options.connectionPolicy,
  requests: fixedRequest(
    buildRequest({
      method: options.method,
      path: url.pathname + url.search,
      host: url.host,
      ...(options.bodyBytes > 0 && { body: Buffer.alloc(options.bodyBytes, 'x') }),
    }),
  ),
  timeoutNs: 5e9,
  connectTimeoutNs: 5e9,
  outcomes,
  clock,
});

/** Sends the next request the moment one completes; every value goes where TrialRecorder puts it. */
class ClosedLoop {
  response = new Histogram({ measuredFrom: 'due' });
  service = new Histogram({ measuredFrom: 'send' });
  lag = new Histogram({ measuredFrom: 'due' });
  dueNs = new Float64Array(transport.slots);
  failed = new Float64Array(64);
  completed = 0;
  bytesIn = 0;
  bodyBytes = 0;
  reconnects = 0;
  sequence = 0;
  running = true;
  limit = options.requests ?? Number.POSITIVE_INFINITY;
  idleSlots = 0;
  allIdle = new Promise((resolve) => {
    this.onAllIdle = resolve;
  });

  start() {
    for (let slot = 0; slot < transport.slots; slot++) this.send(slot, clock.nowNs());
  }

  send(slot, dueNs) {
    this.dueNs[slot] = dueNs;
    transport.send(slot, this.sequence++);
  }

  complete(slot, outcome, _bytesOut, bytesIn, bodyBytes, sentNs, _firstByteNs, endNs) {
    this.completed++;
    this.bytesIn += bytesIn;
    this.bodyBytes += bodyBytes;
    if (outcome !== 0) this.failed[outcome]++;
    this.response.record(endNs - this.dueNs[slot]);
    this.service.record(endNs - sentNs);
    this.lag.record(sentNs - this.dueNs[slot]);
    if (this.running && this.sequence < this.limit) this.send(slot, endNs);
    else if (++this.idleSlots === transport.slots) this.onAllIdle();
  }

  connected(_connectNs, again) {
    if (again) this.reconnects++;
  }
}

const loop = new ClosedLoop();
await transport.open(loop);
const sweeper = setInterval(() => transport.sweep(clock.nowNs()), 10);
loop.start();
if (options.requests === null) await sleep(options.warmUpSeconds * 1000);
const before = { completed: loop.completed, ns: clock.nowNs(), cpu: process.cpuUsage() };
const memory = [];
if (options.requests === null) await sleep(options.seconds * 1000);
else {
  const sampler = setInterval(() => memory.push([loop.completed, process.memoryUsage.rss()]), 50);
  await loop.allIdle;
  clearInterval(sampler);
}
const completed = loop.completed - before.completed;
const seconds = (clock.nowNs() - before.ns) / 1e9;
const cpu = process.cpuUsage(before.cpu);
loop.running = false;
await loop.allIdle;
clearInterval(sweeper);
await transport.close();

const errors = [...loop.failed].flatMap((count, code) => (count > 0 ? [[outcomes.nameOf(code), count]] : []));
console.log(
  JSON.stringify({
    requestsPerSec: completed / seconds,
    cpuNsPerRequest: ((cpu.user + cpu.system) * 1000) / completed,
    userNsPerRequest: (cpu.user * 1000) / completed,
    completed,
    failed: errors.reduce((sum, [, count]) => sum + count, 0),
    errors: Object.fromEntries(errors),
    bodyBytesPerRequest: loop.bodyBytes / loop.completed,
    responseP50Ns: loop.response.quantileValue(0.5),
    reconnects: loop.reconnects,
    memory,
  }),
);
