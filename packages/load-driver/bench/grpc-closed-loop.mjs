// One generator process of unary gRPC calls. Started by the other scripts of this folder with its options as one JSON
// argument; prints one line of JSON.
import { defaults, runLoop, runTransport } from './closed-loop.mjs';

const options = {
  ...defaults,
  /** `raw`: the transport of this package. `grpc-js`: the same loop through @grpc/grpc-js, with bytes for messages. */
  client: 'raw',
  connections: 1,
  streams: 50,
  path: '/api.performance.UserService/GetUser',
  /** GetUserRequest { user_id: 42 } */
  messageBase64: 'CCo=',
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const message = Buffer.from(options.messageBase64, 'base64');
const slots = options.connections * options.streams;

async function raw() {
  const module = await import(new URL('index.js', options.dist).href);
  const { createGrpcTransport } = await import(new URL('http2.js', options.dist).href);
  const clock = module.createRealClock();
  const outcomes = new module.OutcomeTable();
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
  return runTransport(module, transport, { clock, outcomes }, options);
}

async function grpcJs() {
  const { Client, credentials } = await import('@grpc/grpc-js');
  const clients = Array.from(
    { length: options.connections },
    () => new Client(options.address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
  );
  const same = (bytes) => bytes;
  const nowNs = () => performance.now() * 1e6;
  let sink;
  const call = (slot) => {
    const sentNs = nowNs();
    clients[slot % clients.length].makeUnaryRequest(
      options.path,
      same,
      same,
      message,
      { deadline: Date.now() + 5000 },
      (error, answer) => {
        const endNs = nowNs();
        sink.complete(slot, error ? 1 + error.code : 0, 0, 0, answer?.length ?? 0, sentNs, endNs, endNs);
      },
    );
  };
  const client = {
    slots,
    open: (opened) => {
      sink = opened;
    },
    send: call,
    close: () => {
      for (const each of clients) each.close();
    },
    nowNs,
    nameOf: (outcome) => `GRPC_${outcome - 1}`,
  };
  return runLoop(client, options);
}

await (options.client === 'raw' ? raw() : grpcJs());
