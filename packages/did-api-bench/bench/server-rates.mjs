// What the reference server answers per second, against a node:http server that answers the same bytes at once: what HTTP costs, what
// the rules cost, and what a database costs. Rounds are interleaved; medians and the share of the bare server are printed.
//   node bench/server-rates.mjs [connections] [rounds]
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  buildRequest,
  createDriver,
  createHttp1Transport,
  createRealClock,
  fixedRequest,
  OutcomeTable,
  startTargetProcess,
} from '@benchwright/load-driver';
import { didTargetEntry } from '../dist/index.js';

const connections = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 3);
const DURATION_NS = 1e9;

const fingers = ['left_thumb', 'right_thumb'].map((finger_id, f) => ({
  finger_id,
  minutiae: Array.from({ length: 12 }, (_, i) => [(i * 37 + f) / 100, (i * 11) / 100, i * 29]),
}));

async function bareServer() {
  const body = '{"status":"healthy","service":"biometric-did-api","version":"1.0.0","store":"memory"}';
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const server = createServer((_request, response) => response.writeHead(200, headers).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => server.closeAllConnections() ?? server.close(),
  };
}

async function didServer(...args) {
  const target = await startTargetProcess({
    entry: didTargetEntry,
    args: ['--port', '0', ...args],
    readyTimeoutMs: 60_000,
  });
  return { origin: target.endpoints.did, close: () => target.close() };
}

async function verification(origin) {
  const call = { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' } };
  const body = JSON.stringify({ fingers, wallet_address: 'addr_test1_bench' });
  const { helpers, id_hash } = await (
    await fetch(`${origin}/api/biometric/generate`, { ...call, body })
  ).json();
  return JSON.stringify({ fingers, helpers, expected_id_hash: id_hash });
}

async function rate(origin, request) {
  const { hostname, port, host } = new URL(origin);
  const outcomes = new OutcomeTable();
  const clock = createRealClock();
  const transport = createHttp1Transport({
    host: hostname,
    port: Number(port),
    connections,
    connectionPolicy: 'shared',
    timeoutNs: 30e9,
    connectTimeoutNs: 30e9,
    requests: fixedRequest(buildRequest({ host, ...request })),
    outcomes,
    clock,
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 31e9 });
  const load = { model: 'closed', concurrency: connections, durationNs: DURATION_NS };
  const ctx = { signal: new AbortController().signal, events: () => {}, trialSeed: 1 };
  const { counts, durationNs } = await driver.runTrial({ cell: 'x', trial: 0, load, warmup: load, ctx });
  await driver.close();
  if (counts.failed > 0)
    throw new Error(`${counts.failed} requests failed: ${JSON.stringify(counts.errors)}`);
  return counts.ok / (durationNs / 1e9);
}

const bare = await bareServer();
const memory = await didServer('--store', 'memory');
const database = await didServer();
const json = [['Content-Type', 'application/json']];
const verify = async ({ origin }) => ({
  method: 'POST',
  path: '/api/biometric/verify',
  headers: json,
  body: await verification(origin),
});
const health = { path: '/health' };
const cells = [
  ['bare node:http', bare, health],
  ['health, memory', memory, health],
  ['health, PGlite', database, health],
  ['verify, memory', memory, await verify(memory)],
  ['verify, PGlite', database, await verify(database)],
];
const rates = cells.map(() => []);
for (let round = 0; round < rounds; round++) {
  for (const [i, [, { origin }, request]] of cells.entries()) rates[i].push(await rate(origin, request));
}
await Promise.all([bare.close(), memory.close(), database.close()]);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const floor = median(rates[0]);
for (const [i, [name]] of cells.entries()) {
  const middle = median(rates[i]);
  console.log(
    `${name.padEnd(16)} ${Math.round(middle).toString().padStart(7)} /s  ${(middle / floor).toFixed(2)} of bare`,
  );
}
