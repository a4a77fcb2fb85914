// One generator process over the HTTP/1.1 transport. Started by the other scripts of this folder with its options as one
// JSON argument; prints one line of JSON.
import { defaults, runTransport } from './closed-loop.mjs';

const options = {
  ...defaults,
  connections: 50,
  pipelining: 1,
  connectionPolicy: 'shared',
  method: 'GET',
  /** Of the request's body. */
  bodyBytes: 0,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const module = await import(new URL('index.js', options.dist).href);
const { buildRequest, createHttp1Transport, createRealClock, fixedRequest, OutcomeTable } = module;

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

await runTransport(module, transport, { clock, outcomes }, options);
