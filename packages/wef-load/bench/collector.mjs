// What the collector takes: node bench/collector.mjs [--rate events/s] [--secs n] [--batch n] [--connections n] [-- flags of the collector]
// Prints what was acknowledged per second, the batches' response times from due (open loop) or from send (--rate 0), and the collector's memory and cores.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { startTargetProcess } from '@benchwright/load-driver';
import { makeBatch } from './batches.mjs';

const { values, positionals } = parseArgs({
  options: {
    rate: { type: 'string', default: '0' },
    secs: { type: 'string', default: '10' },
    batch: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '4' },
  },
  allowPositionals: true,
});
const [rate, secs, size, connections] = ['rate', 'secs', 'batch', 'connections'].map((name) =>
  Number(values[name]),
);
const entry = new URL('../dist/target/main.js', import.meta.url).pathname;
const target = await startTargetProcess({ entry, args: ['--port', '0', ...positionals] });
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const url = new URL('/wsman/events', target.endpoints.wef);
const headers = { 'Content-Type': 'application/soap+xml' };

const lanes = Array.from({ length: connections }, () => makeBatch(size));
const latencies = [];
const statuses = new Map();
let acknowledged = 0;
let next = 1;
let sent = 0;

function send(lane, dueMs) {
  lane.number(next);
  next += size;
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'Content-Length': lane.body.length },
    });
    outgoing.on('response', (response) => {
      statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
      if (response.statusCode === 200) acknowledged += size;
      response.resume().on('end', () => {
        latencies.push(performance.now() - dueMs);
        resolve();
      });
    });
    outgoing.on('error', (error) => {
      statuses.set(error.code, (statuses.get(error.code) ?? 0) + 1);
      resolve();
    });
    outgoing.end(lane.body);
  });
}

const start = performance.now();
const endMs = start + secs * 1000;
const total = rate === 0 ? Infinity : Math.round((rate * secs) / size);

/** One batch after the other on a connection; in an open loop each at its due time, or late and counted from it. */
async function drive(lane) {
  for (;;) {
    if (sent >= total || performance.now() >= endMs + 10_000 || (rate === 0 && performance.now() >= endMs))
      return;
    const turn = sent++;
    const dueMs = rate === 0 ? performance.now() : start + (turn * size * 1000) / rate;
    const wait = dueMs - performance.now();
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
    await send(lane, dueMs);
  }
}
await Promise.all(lanes.map(drive));
const elapsed = (performance.now() - start) / 1000;
const status = readFileSync(`/proc/${target.pid}/status`, 'utf8');
const ticks = readFileSync(`/proc/${target.pid}/stat`, 'utf8').split(') ')[1].split(' ');
latencies.sort((a, b) => a - b);
const at = (share) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]?.toFixed(1);
console.log(
  `${(lanes[0].body.length / size).toFixed(0)} B an event · ${elapsed.toFixed(1)} s · acknowledged ${Math.round(acknowledged / elapsed)} events/s ` +
    `(${acknowledged}) · batch p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms · statuses ${JSON.stringify([...statuses])}`,
);
console.log(
  `collector: ${(/VmHWM:\s+(\d+)/.exec(status)[1] / 1024) | 0} MiB at most, now ${(/VmRSS:\s+(\d+)/.exec(status)[1] / 1024) | 0} MiB, ` +
    `${((Number(ticks[11]) + Number(ticks[12])) / 100 / elapsed).toFixed(2)} cores`,
);
const metric = async (name) => {
  const page = await (await fetch(new URL('/metrics', target.endpoints.wef))).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? Number.NaN);
};
if (target.endpoints.s3 !== undefined) {
  const behind = acknowledged - (await metric('wef_parquet_rows_total'));
  const from = performance.now();
  while ((await metric('wef_buffer_generations')) > 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  console.log(
    `at the end ${behind} events were not in finished files; ${((performance.now() - from) / 1000).toFixed(1)} s later all ` +
      `${await metric('wef_parquet_rows_total')} rows were in S3: ${await metric('wef_stored_files_total')} files, ` +
      `${((await metric('wef_stored_bytes_total')) / 1_048_576).toFixed(0)} MiB`,
  );
}
agent.destroy();
await target.close();
