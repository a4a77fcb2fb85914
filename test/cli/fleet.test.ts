import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { workspaceRoot } from '../workspace/tree.js';
import { newFolder, type RunningCommand, startBenchwright } from './benchwright.js';
import { hasRedis, type RedisProcess, startRedis, startRedisBy } from './redis-server.js';

// Each of these runs several commands, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });
if (!hasRedis)
  process.stderr.write('redis-server is not installed: tests of the fleet command are skipped\n');

/** What was measured may be judged invalid on a busy machine; it is measured all the same. */
const measured = [0, 4];
const variables = { BENCHWRIGHT_FLEET_SECRET: 'the secret of these tests' };

interface StoredTrial {
  readonly type: string;
  readonly trial: number;
  readonly interrupted: boolean;
  readonly counts: { readonly offered: number };
  readonly faults?: readonly { readonly code: string }[];
  readonly fleet?: { readonly attempt: number; readonly agents: readonly { readonly id: string }[] };
}

let redis: RedisProcess;
let target: Server;
let url = '';
beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  target = createServer((_request, response) => setTimeout(() => response.end('hello'), 5)).listen(
    0,
    '127.0.0.1',
  );
  await once(target, 'listening');
  const address = target.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : '';
});
afterAll(async () => {
  await redis?.close();
  target?.closeAllConnections();
  target?.close();
});

async function startAgents(cwd: string, ids: readonly string[]): Promise<RunningCommand[]> {
  const agents = ids.map((id) =>
    startBenchwright(['agent', '--redis', redis.url, '--id', id], cwd, variables),
  );
  await Promise.all(agents.map((agent) => agent.shows(/"name":"agent"/)));
  return agents;
}

async function stop(agents: readonly RunningCommand[]): Promise<void> {
  for (const agent of agents) agent.child.kill('SIGTERM');
  for (const { code } of await Promise.all(agents.map(({ ended }) => ended)))
    expect([0, null]).toContain(code);
}

function startRun(cwd: string, n: number, more: readonly string[] = []): RunningCommand {
  const load = ['http', url, '-R', '200/s', '-d', '3s', '--trials', '3', '--seed', '3'];
  const fleet = ['--fleet', redis.url, '--agents', String(n), '--agent-wait', '20s'];
  return startBenchwright([...load, ...fleet, '--progress', 'plain', ...more], cwd, variables);
}

function onlyRun(cwd: string): string {
  const [id = ''] = readdirSync(join(cwd, 'results', 'http'));
  return join('results', 'http', id);
}

function trialsIn(cwd: string): StoredTrial[] {
  const lines = readFileSync(join(cwd, onlyRun(cwd), 'run.ndjson'), 'utf8').split('\n');
  return lines.flatMap((line) =>
    line.startsWith('{"type":"trial"') && line.endsWith('}') ? [JSON.parse(line) as StoredTrial] : [],
  );
}

/** Every trial once, whole, with all that was planned and nothing wrong with it. */
function expectWhole(cwd: string): void {
  const trials = trialsIn(cwd).filter(({ interrupted }) => !interrupted);
  expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2]);
  for (const { counts, faults } of trials) {
    expect(counts.offered).toBe(200);
    expect(faults).toBeUndefined();
  }
}

describe.skipIf(!hasRedis)('a run with --fleet', () => {
  it('offers exactly the load, goes on with --resume when the coordinator is killed with -9, and shows each agent', async () => {
    const cwd = newFolder();
    const agents = await startAgents(cwd, ['one', 'two']);
    const run = startRun(cwd, 2);
    await run.shows(/^\[1\/3\].*$/m);
    run.child.kill('SIGKILL');
    await run.ended;
    const before = trialsIn(cwd);
    expect(before.length).toBeGreaterThanOrEqual(1);
    const resumed = await startRun(cwd, 2, ['--resume', onlyRun(cwd)]).ended;
    expect(measured, resumed.stderr).toContain(resumed.code);
    expectWhole(cwd);
    expect(trialsIn(cwd).slice(0, before.length)).toEqual(before);
    for (const id of ['one', 'two']) expect(resumed.stderr).toMatch(new RegExp(`http 3 +${id} `));
    const shown = await startBenchwright(['fleet', 'show', onlyRun(cwd)], cwd).ended;
    expect(shown.stdout.split('\n').filter((line) => /^http \d +(one|two) /.test(line))).toHaveLength(6);
    await stop(agents);
  });

  it('repeats the trial in which an agent is killed with -9, and the one in which Redis is restarted', async () => {
    const cwd = newFolder();
    // Those that wait longest are taken first.
    const agents = [...(await startAgents(cwd, ['first', 'second'])), ...(await startAgents(cwd, ['spare']))];
    const run = startRun(cwd, 2);
    await agents[0]!.shows(/trial 2 of http/);
    agents[0]!.child.kill('SIGKILL');
    await agents[1]!.shows(/trial 3 of http/);
    await redis.restart();
    const { code, stderr } = await run.ended;
    expect(measured, stderr).toContain(code);
    expect(stderr).toContain('agent first: not heard of any more');
    expect(stderr).toContain('REDIS_LOST');
    expectWhole(cwd);
    const last = trialsIn(cwd)
      .slice(1)
      .map(({ fleet }) => fleet);
    for (const fleet of last) {
      expect(fleet?.attempt).toBeGreaterThanOrEqual(2);
      expect(fleet?.agents.map(({ id }) => id).sort()).toEqual(['second', 'spare']);
    }
    await stop(agents.slice(1));
  });

  it('says what is missing: agents, the secret, the number of them, a URL', async () => {
    const cwd = newFolder();
    const base = ['http', url, '-R', '100/s', '--fleet', redis.url];
    const none = await startBenchwright([...base, '--agents', '1', '--agent-wait', '200ms'], cwd, variables)
      .ended;
    expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining('0 of 1 agents within 0.2 s') });
    const secret = await startBenchwright([...base, '--agents', '1'], cwd).ended;
    expect(secret).toMatchObject({ code: 2, stderr: expect.stringContaining('BENCHWRIGHT_FLEET_SECRET') });
    const number = await startBenchwright(base, cwd, variables).ended;
    expect(number).toMatchObject({ code: 2, stderr: expect.stringContaining('--agents') });
    const bad = await startBenchwright(['agent', '--redis', 'http://:pw@x'], cwd, variables).ended;
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('is not the URL of a Redis') });
    expect(bad.stderr).not.toContain('pw@');
  });

  it('reaches a Redis over TLS with a password, and says which of the two is wrong', async () => {
    const cwd = newFolder();
    const file = (name: string): string => join(workspaceRoot, 'packages/fleet/testdata/tls', name);
    const pair = ['--tls-cert-file', file('localhost.crt'), '--tls-key-file', file('localhost.key')];
    const tls = ['--tls-ca-cert-file', file('ca.crt'), '--tls-auth-clients', 'no', ...pair];
    const secure = await startRedisBy((port) => ({
      command: 'redis-server',
      args: ['--port', '0', '--tls-port', String(port), ...tls, '--requirepass', 'p@ss', '--save', ''],
      env: process.env,
    }));
    const address = secure.url.replace('redis:', 'rediss:');
    const list = (more: readonly string[], password: string) =>
      startBenchwright(['fleet', 'agents', '--redis', address, ...more], cwd, {
        BENCHWRIGHT_REDIS_PASSWORD: password,
      }).ended;
    const authority = ['--redis-ca', file('ca.crt')];
    try {
      const [right, wrong, unknown] = await Promise.all([
        list(authority, 'p@ss'),
        list(authority, 'guess'),
        list([], 'p@ss'),
      ]);
      expect(right).toMatchObject({ code: 0, stdout: 'no agents\n' });
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('does not let us in') });
      expect(wrong.stderr).not.toContain('guess');
      expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('--redis-ca') });
    } finally {
      await secure.close();
    }
  });
});
