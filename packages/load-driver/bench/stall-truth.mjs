// Does the driver tell the truth about a server that stops for 1 s in 10 s at 1000/s? With 50 connections, with 4, and over TLS.
//   node bench/stall-truth.mjs [--server-cmd './http1-server {port} {stallAt} {stallMs}'] [--rounds 1]
// Without --server-cmd (a server in clear text that stops so long, so many seconds after its first request) the server of
// stalling-server.mjs stops. Truth is arithmetic: see trueMs; how fast the server works off what has piled up is measured beforehand, by
// wrk where there is one. Exit 1 when a figure is further from the truth than 1 %.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ours, wrk } from './http1-generators.mjs';
import { pinnedScript } from './pinned-process.mjs';
import { installed, startCommand } from './targets.mjs';

const RATE_PER_SEC = 1000;
const SECONDS = 10;
const STALL_MS = 1000;
const STALL_AT_SECONDS = 5;
const TOLERANCE = 0.01;
const P50_BELOW_MS = 1;
const CAPACITY_SECONDS = 2;
const NEVER_SECONDS = 1e6;

const { values } = parseArgs({
  options: { 'server-cmd': { type: 'string' }, rounds: { type: 'string', default: '1' } },
});
const own = `${process.execPath} ${fileURLToPath(new URL('stalling-server.mjs', import.meta.url))} {port} {stallAt} {stallMs}`;
const settings = [
  { name: '50 connections', connections: 50, command: values['server-cmd'] ?? own },
  { name: '4 connections', connections: 4, command: values['server-cmd'] ?? own },
  { name: '50 connections, TLS', connections: 50, command: `${own} tls`, tls: true },
  { name: '4 connections, TLS', connections: 4, command: `${own} tls`, tls: true },
];

/**
 * Of arrivals spread evenly over the duration, the share (1 − q) that waits longest came in the first (1 − q) × duration of the
 * stall. The one that came t after its beginning waits for the rest of it, and then for the rate × t that came before it, each
 * of which takes 1 ÷ capacity: stall − t × (1 − rate ÷ capacity).
 */
const trueMs = (q, capacityPerSec) =>
  Math.max(0, STALL_MS - (1 - q) * SECONDS * 1000 * (1 - RATE_PER_SEC / capacityPerSec));

const rounds = Number(values.rounds);
let isTrue = true;
console.log(
  `a stall of ${STALL_MS} ms in ${SECONDS} s at ${RATE_PER_SEC}/s, Node ${process.versions.node}; times in ms, best of ${rounds} rounds`,
);
for (const setting of settings) {
  const capacityPerSec = await capacity(setting);
  const measured = [];
  for (let round = 0; round < rounds; round++) measured.push(judged(await measure(setting), capacityPerSec));
  const best = measured.sort((a, b) => a.worst - b.worst)[0];
  isTrue &&= best.holds;
  console.log(
    `${setting.name.padEnd(20)} ${best.text}  | works off ${(capacityPerSec / 1000).toFixed(1)}k/s`,
  );
}
console.log(isTrue ? 'all within 1 % of the truth' : 'not all within 1 % of the truth');
if (!isTrue) process.exitCode = 1;

/** How far from the truth, and the figures as text. */
function judged({ responseNs, serviceNs, dropped, failed }, capacityPerSec) {
  const [true99, true999] = [0.99, 0.999].map((q) => trueMs(q, capacityPerSec));
  const [p50, p99, p999] = responseNs.map((ns) => ns / 1e6);
  const apart = [p99 / true99 - 1, p999 / true999 - 1];
  const worst = Math.max(...apart.map(Math.abs));
  const holds = p50 < P50_BELOW_MS && worst <= TOLERANCE && dropped === 0 && failed === 0;
  const text = [
    `response p50 ${p50.toFixed(3)}`,
    `p99 ${p99.toFixed(1)} (truth ${true99.toFixed(1)}, ${percent(apart[0])})`,
    `p99.9 ${p999.toFixed(1)} (truth ${true999.toFixed(1)}, ${percent(apart[1])})`,
    `| service p50 / p99 / p99.9: ${serviceNs.map((ns) => (ns / 1e6).toFixed(3)).join(' / ')}`,
    `| dropped ${dropped}, failed ${failed}${holds ? '' : ' ← misses'}`,
  ].join('  ');
  return { worst, holds, text };
}

/** Answers per second when as many connections always wait for one: how fast a backlog shrinks. The driver has no part in it where wrk has. */
async function capacity({ connections, command, tls }) {
  return await withServer(command, NEVER_SECONDS, tls, (url) => {
    const setting = { url, connections, pipelining: 1, seconds: CAPACITY_SECONDS };
    return (installed('wrk') ? wrk : ours)(setting).requestsPerSec;
  });
}

async function measure({ connections, command, tls }) {
  // No warm-up: the server counts its seconds from the first request.
  return await withServer(command, STALL_AT_SECONDS, tls, (url) =>
    pinnedScript(new URL('arrival-generator.mjs', import.meta.url), {
      url,
      ratePerSec: RATE_PER_SEC,
      seconds: SECONDS,
      connections,
      warmUpSeconds: 0,
      quantiles: [0.5, 0.99, 0.999],
    }),
  );
}

async function withServer(command, stallAt, tls, use) {
  const server = await startCommand(command.replace('{stallAt}', stallAt).replace('{stallMs}', STALL_MS));
  try {
    return use(tls ? server.url.replace('http:', 'https:') : server.url);
  } finally {
    await server.stop();
  }
}

function percent(share) {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(2)} %`;
}
