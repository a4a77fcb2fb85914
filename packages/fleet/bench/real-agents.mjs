// The same load from one process and from fleets of 1, 2 and 4 agents, each agent a process in its own network namespace where that is
// permitted (root), against one target whose latencies are known: what they offer must be equal, and so must the percentiles, but for the
// precision of the histogram and the jitter of the machine, which the second run of one process shows. Needs redis-server and a build.
//
//   pnpm --filter @benchwright/fleet exec node bench/real-agents.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { percentileOf } from '@benchwright/load-driver';
import { againInNamespace, HUB, namespacesArePermitted, openHub, spawnInNamespace } from './namespaces.mjs';
import { startRedis } from './redis-for-bench.mjs';

const PORT = 21_901;
const MOST_AGENTS = 4;
const SECONDS = 10;
const RATE = 400;
/** What the target's own shares say. */
const TRUTH_MS = { 50: 100, 90: 200, 95: 400, 99: 800 };

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = here('../../../apps/cli/bin/benchwright.js');

const isInside = process.env.BENCH_INSIDE === '1';
if (!isInside && namespacesArePermitted()) againInNamespace(process.argv.slice(1));
if (isInside) openHub();
else console.log('no network namespaces here (needs root): plain processes');
const host = isInside ? HUB : '127.0.0.1';
const env = {
  ...process.env,
  CI: '1',
  NO_COLOR: '1',
  BENCHWRIGHT_FLEET_SECRET: 'the secret of a benchmark',
  BENCHWRIGHT_REDIS_PASSWORD: 'bench',
};

const cwd = mkdtempSync(join(tmpdir(), 'benchwright-real-agents-'));
const children = [];
try {
  const redis = await startRedis({ host, port: PORT, password: 'bench' });
  const target = spawn(process.execPath, [here('known-latency-server.mjs'), host], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(target);
  const url = `http://${host}:${Number(await firstLine(target))}/`;
  const address = `redis://${host}:${PORT}`;
  for (let i = 0; i < MOST_AGENTS; i++) await startAgent(i, address);
  const rows = [await run('one process', url, [])];
  for (const n of [1, 2, MOST_AGENTS]) {
    rows.push(await run(`${n} agent${n > 1 ? 's' : ''}`, url, ['--fleet', address, '--agents', String(n)]));
  }
  rows.push(await run('one process again', url, []));
  show(rows);
  await redis.close();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(cwd, { recursive: true, force: true });
}

async function startAgent(i, address) {
  const args = [program, 'agent', '--redis', address, '--id', `agent-${i}`, '--allow-target', host];
  const command = [process.execPath, ...args];
  const child = isInside
    ? await spawnInNamespace(i, command, { cwd, env })
    : spawn(command[0], args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await firstLine(child);
}

async function firstLine(child) {
  let said = '';
  while (!said.includes('\n')) said += String((await once(child.stdout, 'data'))[0]);
  return said.split('\n')[0];
}

async function run(name, url, fleet) {
  const folder = join(cwd, name.replaceAll(' ', '-'));
  const load = ['-R', `${RATE}/s`, '-d', `${SECONDS}s`, '--trials', '1', '--seed', '3', '--load', 'poisson'];
  const rest = ['--warmup', '2s', '--connections', '400', '--allow-remote'];
  const child = spawn(process.execPath, [program, 'http', url, ...load, ...rest, ...fleet], {
    cwd,
    env: { ...env, BENCHWRIGHT_RESULTS: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  await once(child, 'close');
  if (!existsSync(folder)) throw new Error(said);
  const record = trialIn(folder, said);
  return { name, record };
}

function trialIn(folder, said) {
  const file = readdirSync(folder, { recursive: true }).find((path) => path.endsWith('run.ndjson'));
  if (file === undefined) throw new Error(said);
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  const [line] = lines.filter((text) => text.startsWith('{"type":"trial"'));
  if (line === undefined) throw new Error(said);
  return JSON.parse(line);
}

function show(rows) {
  const [{ record: single }] = rows;
  for (const { name, record } of rows) {
    const { counts, fleet } = record;
    const each =
      fleet === undefined ? '' : ` = ${fleet.agents.map((agent) => agent.counts.offered).join(' + ')}`;
    const isSame = counts.offered === single.counts.offered;
    const ended = `failed ${counts.failed}, dropped ${counts.dropped}`;
    console.log(
      `${name}: offered ${counts.offered}${each}: ${isSame ? 'the same' : 'ANOTHER COUNT'}; ${ended}`,
    );
    for (const [p, truthMs] of Object.entries(TRUTH_MS)) {
      const at = (from) => percentileOf(from, 'responseTimeNs', Number(p)) / 1e6;
      const [ours, theirs] = [at(record), at(single)];
      const percent = (value) => `${value >= 0 ? '+' : ''}${(value * 100).toFixed(2)} %`;
      console.log(
        `  p${p} ${ours.toFixed(2)} ms: ${percent(ours / theirs - 1)} of one process, ${percent(ours / truthMs - 1)} of the truth`,
      );
    }
    if (fleet === undefined) continue;
    const late = fleet.agents.map((agent) => (agent.startLateNs / 1e6).toFixed(2)).join(', ');
    const clock = fleet.agents.map((agent) => (agent.clockUncertaintyNs / 1e6).toFixed(3)).join(', ');
    console.log(
      `  began late by ${late} ms; clocks ± ${clock} ms; hosts ${new Set(fleet.agents.map((agent) => agent.host)).size}`,
    );
  }
}
