// One generator process: a closed loop of unary gRPC calls, recording what a trial records. Started by
// grpc-vs-peers.mjs with its options as one JSON argument; prints one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';

const options = {
  module: new URL('../dist/http2.js', import.meta.url).href,
  stats: '@benchwright/stats',
  /** `raw`: the transport of this package. `grpc-js`: the same loop through @grpc/grpc-js, with bytes for messages. */
  client: 'raw',
  connections: 1,
  streams: 50,
  seconds: 5,
  warmUpSeconds: 0.5,
  /** Until so many calls have completed, without warm-up, sampling the memory; in place of `seconds`. */
  requests: null,
  path: '/api.performance.UserService/GetUser',
  /** GetUserRequest { user_id: 42 } */
  messageBase64: 'CCo=',
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const { Histogram, Moments } = await import(options.stats);
const message = Buffer.from(options.messageBase64, 'base64');
const slots = options.connections * options.streams;

/** As LatencyDistribution in src/record. */
class Latency {
  moments = new Moments();
  constructor(measuredFrom) {
    this.histogram = new Histogram({ measuredFrom, unit: 'ns' });
  }
  record(ns) {
    this.histogram.record(ns);
    this.moments.add(ns);
  }
}

/** Sends the next call the moment one completes, and records what TrialRecorder records of a success. */
class ClosedLoop {
  response = new Latency('due');
  service = new Latency('send');
  lag = new Latency('due');
  firstByte = new Latency('send');
  download = new Latency('other');
  dueNs = new Float64Array(slots);
  failed = new Float64Array(256);
  completed = 0;
  bytesOut = 0;
  bytesIn = 0;
  bodyBytes = 0;
  sequence = 0;
  running = true;
  limit = options.requests ?? Number.POSITIVE_INFINITY;
  idleSlots = 0;
  allIdle = new Promise((resolve) => {
    this.onAllIdle = resolve;
  });

  constructor(send) {
    this.sendOn = send;
  }

  start(nowNs) {
    for (let slot = 0; slot < slots; slot++) this.send(slot, nowNs);
  }

  send(slot, dueNs) {
    this.dueNs[slot] = dueNs;
    this.sendOn(slot, this.sequence++);
  }

  complete(slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs) {
    this.completed++;
    this.bytesOut += bytesOut;
    this.bytesIn += bytesIn;
    const dueNs = this.dueNs[slot];
    this.lag.record(sentNs - dueNs);
    if (outcome !== 0) this.failed[outcome]++;
    else {
      this.bodyBytes += bodyBytes;
      this.response.record(endNs - dueNs);
      this.service.record(endNs - sentNs);
      this.firstByte.record(firstByteNs - sentNs);
      this.download.record(endNs - firstByteNs);
    }
    if (this.running && this.sequence < this.limit) this.send(slot, endNs);
    else if (++this.idleSlots === slots) this.onAllIdle();
  }

  connected() {}
}

/** Both clients: `start(loop)`, `nowNs()`, `nameOf(outcome)`, `close()`. */
async function rawClient() {
  const { createGrpcTransport } = await import(options.module);
  const { createRealClock, OutcomeTable } = await import('../dist/index.js');
  const clock = createRealClock();
  const outcomes = new OutcomeTable();
  const transport = createGrpcTransport({
    address: options.address,
    path: options.path,
    messages: { bytesFor: () => message },
    connections: options.connections,
    streamsPerConnection: options.streams,
    connectionPolicy: 'shared',
    timeoutNs: 5e9,
    connectTimeoutNs: 5e9,
    outcomes,
    clock,
  });
  let sweeper;
  return {
    send: (slot, sequence) => transport.send(slot, sequence),
    nowNs: () => clock.nowNs(),
    nameOf: (outcome) => outcomes.nameOf(outcome),
    open: async (loop) => {
      await transport.open(loop);
      sweeper = setInterval(() => transport.sweep(clock.nowNs()), 10);
    },
    close: () => {
      clearInterval(sweeper);
      return transport.close();
    },
  };
}

async function grpcJsClient() {
  const { Client, credentials } = await import('@grpc/grpc-js');
  const clients = Array.from(
    { length: options.connections },
    () => new Client(options.address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
  );
  const same = (bytes) => bytes;
  const nowNs = () => performance.now() * 1e6;
  let loop;
  return {
    send: (slot) => {
      const sentNs = nowNs();
      const client = clients[slot % clients.length];
      client.makeUnaryRequest(
        options.path,
        same,
        same,
        message,
        { deadline: Date.now() + 5000 },
        (error, answer) => {
          const endNs = nowNs();
          loop.complete(slot, error ? 1 + error.code : 0, 0, 0, answer?.length ?? 0, sentNs, endNs, endNs);
        },
      );
    },
    nowNs,
    nameOf: (outcome) => `GRPC_${outcome - 1}`,
    open: (opened) => {
      loop = opened;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
}

const client = await (options.client === 'raw' ? rawClient() : grpcJsClient());
const loop = new ClosedLoop(client.send);
await client.open(loop);
loop.start(client.nowNs());
if (options.requests === null) await sleep(options.warmUpSeconds * 1000);
const before = { completed: loop.completed, ns: client.nowNs(), cpu: process.cpuUsage() };
const memory = [];
if (options.requests === null) await sleep(options.seconds * 1000);
else {
  const sampler = setInterval(() => memory.push([loop.completed, process.memoryUsage.rss()]), 50);
  await loop.allIdle;
  clearInterval(sampler);
}
const completed = loop.completed - before.completed;
const seconds = (client.nowNs() - before.ns) / 1e9;
const cpu = process.cpuUsage(before.cpu);
loop.running = false;
await loop.allIdle;
await client.close();

const errors = [...loop.failed].flatMap((count, code) => (count > 0 ? [[client.nameOf(code), count]] : []));
console.log(
  JSON.stringify({
    requestsPerSec: completed / seconds,
    cpuNsPerRequest: ((cpu.user + cpu.system) * 1000) / completed,
    userNsPerRequest: (cpu.user * 1000) / completed,
    completed,
    failed: errors.reduce((sum, [, count]) => sum + count, 0),
    errors: Object.fromEntries(errors),
    bodyBytesPerRequest: loop.bodyBytes / loop.completed,
    bytesOutPerRequest: loop.bytesOut / loop.completed,
    bytesInPerRequest: loop.bytesIn / loop.completed,
    serviceP50Ns: loop.service.histogram.quantileValue(0.5),
    memory,
  }),
);
