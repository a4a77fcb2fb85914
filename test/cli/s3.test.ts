import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createS3Server, type FaultConfig } from '@benchwright/s3-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../workspace/run-command.js';
import { benchwright, gone, newFolder, portsIn, program, startBenchwright } from './benchwright.js';

// Each of these runs the whole command, with environments of a local Lambda as processes.
vi.setConfig({ testTimeout: 180_000 });

const MEASURED = [0, 4];
const RUN = ['s3', 'run', '--workload', 'events', '--memory', '1769', '--no-ceiling', '--progress', 'plain'];
const DESIGN = ['--batch-events', '1,10', '--reserved-concurrency', '0'];

interface Cell {
  readonly id: string;
  readonly counts: { sent: number; ok: number; failed: number; errors: Record<string, number> };
  readonly metrics: Record<string, { estimate: number; perTrial?: number[] } | undefined>;
}

const cellsOf = (stdout: string): Cell[] => (JSON.parse(stdout) as { cells: Cell[] }).cells;

function onlyRun(cwd: string): string {
  const [id = ''] = readdirSync(join(cwd, 'results', 's3-ingest'));
  return join('results', 's3-ingest', id);
}

interface StoredTrial {
  readonly type: string;
  readonly cell: string;
  readonly trial: number;
  readonly interrupted: boolean;
  readonly load: unknown;
  readonly counts: { readonly offered: number };
}

function trialsOf(cwd: string): StoredTrial[] {
  const lines = readFileSync(join(cwd, onlyRun(cwd), 'run.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const records = lines.map((line) => JSON.parse(line) as StoredTrial);
  return records.filter(({ type, interrupted }) => type === 'trial' && !interrupted);
}

const wholeTrials = (cwd: string): string[] => trialsOf(cwd).map(({ cell, trial }) => `${cell} ${trial}`);

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** An S3 that others run, and the environment of a command that may write to it. */
async function startS3(faults?: FaultConfig) {
  const server = await createS3Server({ buckets: ['lake'], ...(faults === undefined ? {} : { faults }) });
  servers.push(server);
  const { accessKeyId, secretAccessKey } = server.credentials;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return { flags: ['--s3', server.endpoint, '--bucket', 'lake'], keys };
}

async function runWith(env: Record<string, string>, args: readonly string[], cwd: string) {
  const { PATH = '' } = process.env;
  return await runCommand(program, args, { cwd, env: { PATH, CI: '1', NO_COLOR: '1', ...env } });
}

describe('an S3 that is not well', () => {
  it('SlowDown is tried again and counted, and nothing is lost', async () => {
    const rules = [{ operation: 'PutObject', errors: { SlowDown: 0.2 } }];
    const { flags, keys } = await startS3({ seed: 5, rules });
    const load = ['--invocations', '40', '--trials', '1', '--concurrency', '4', '--json'];
    const run = await runWith(keys, [...RUN, ...DESIGN, ...flags, ...load], newFolder());
    expect(MEASURED, run.stderr).toContain(run.code);
    const cells = cellsOf(run.stdout);
    for (const { counts } of cells) {
      expect(counts.sent).toBe(40);
      expect(counts.ok + counts.failed).toBe(40);
      expect(Object.keys(counts.errors).filter((name) => name !== 'SlowDown')).toEqual([]);
    }
    // A fifth is refused; the SDK tries thrice: hardly any fails in the end.
    const sum = (name: string) => cells.reduce((all, { metrics }) => all + metrics[name]!.estimate, 0) / 2;
    expect(sum('s3RetriesPerInvocation')).toBeGreaterThan(0.1);
    expect(sum('s3ThrottlesPerInvocation')).toBeGreaterThan(0.1);
    const ok = cells.reduce((all, { counts }) => all + counts.ok, 0);
    expect(ok).toBeGreaterThan(75);
  });

  it('that is killed halfway leaves failures by class, what was measured, and an exit code that says so', async () => {
    const cwd = newFolder();
    const target = startBenchwright(['targets', 'start', 's3', '--bucket', 'lake'], cwd);
    const [line] = await target.shows(/^\{.*\}$/m);
    const { endpoints, credentials } = JSON.parse(line) as {
      endpoints: { s3: string };
      credentials: { accessKeyId: string; secretAccessKey: string };
    };
    const keys = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const flags = ['--s3', endpoints.s3, '--bucket', 'lake'];
    const load = ['--invocations', '80', '--trials', '2', '--concurrency', '4', '--json'];
    const run = startBenchwright([...RUN, ...DESIGN, ...flags, ...load], cwd, keys);
    await run.shows(/^\[1\/4\].*$/m);
    target.child.kill('SIGKILL');
    await target.ended;
    const { code, stdout, stderr } = await run.ended;
    expect([3, 4], stderr).toContain(code);
    expect(wholeTrials(cwd).length).toBeGreaterThanOrEqual(1);
    const cells = cellsOf(stdout);
    const failed = cells.reduce((all, { counts }) => all + counts.failed, 0);
    expect(failed).toBeGreaterThan(0);
    for (const { counts } of cells) {
      expect(counts.ok + counts.failed).toBe(counts.sent);
      const byClass = Object.values(counts.errors).reduce((all, count) => all + count, 0);
      expect(byClass).toBe(counts.failed);
    }
    expect(cells.some(({ counts }) => counts.ok > 0)).toBe(true);
    expect(cells.flatMap(({ counts }) => Object.keys(counts.errors))).toContain('ECONNREFUSED');
  });

  it('without credentials is a coded error, before anything is measured', async () => {
    const { flags } = await startS3();
    const cwd = newFolder();
    const nobody = { HOME: cwd, AWS_EC2_METADATA_DISABLED: 'true' };
    const { code, stdout, stderr } = await runWith(nobody, [...RUN, ...DESIGN, ...flags], cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('there are no credentials for S3');
    expect(stderr).toContain('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE');
  });
});

describe('the load', () => {
  it('of a rate arrives whatever the answers do', async () => {
    const load = ['--rate', '40', '--concurrency', '4', '--invocations', '30', '--trials', '2', '--json'];
    const cwd = newFolder();
    const run = await benchwright([...RUN, ...DESIGN, ...load], cwd);
    expect(MEASURED, run.stderr).toContain(run.code);
    expect(cellsOf(run.stdout).map(({ counts }) => counts.ok)).toEqual([60, 60]);
    for (const { load: offered, counts } of trialsOf(cwd)) {
      expect(offered).toEqual({ model: 'constant', ratePerSec: 40, durationNs: 0.75e9 });
      expect(counts.offered).toBe(30);
    }
  });

  it('above a reservation is throttled, and below none is not', async () => {
    const design = ['--batch-events', '1', '--reserved-concurrency', '0,1'];
    const load = ['--concurrency', '4', '--invocations', '20', '--trials', '2'];
    const cwd = newFolder();
    const run = await benchwright([...RUN, ...design, ...load, '--json'], cwd);
    expect(MEASURED, run.stderr).toContain(run.code);
    const throttles = Object.fromEntries(
      cellsOf(run.stdout).map(({ id, metrics }) => [id, metrics.throttlesPerInvocation?.estimate ?? -1]),
    );
    expect(throttles['events-m1769-b1-rc0']).toBe(0);
    expect(throttles['events-m1769-b1-rc1']).toBeGreaterThan(0.1);
    const text = await benchwright(['report', onlyRun(cwd), '-f', 's3-ingest:text'], cwd);
    expect(text.stdout).toMatch(/ 429 /);
    const analysis = await benchwright(['report', onlyRun(cwd), '-f', 's3-ingest:analysis'], cwd);
    expect(JSON.parse(analysis.stdout)).toMatchObject({
      schemaVersion: 1,
      workloads: [{ workload: 'events' }],
    });
  });
});

it('Ctrl-C keeps what was measured and leaves no process, and the run goes on with --resume', async () => {
  const cwd = newFolder();
  const load = ['--invocations', '60', '--trials', '2', '--concurrency', '4'];
  const run = startBenchwright([...RUN, ...DESIGN, ...load], cwd);
  await run.shows(/^\[1\/4\].*$/m);
  run.child.kill('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  expect(code, stderr).toBe(130);
  expect(stdout).toContain('Ingestion into S3 through Lambda');
  expect(stderr).toContain(`go on with: benchwright s3 run --resume ${onlyRun(cwd)}`);
  for (const port of portsIn(stderr)) await gone(port);
  const before = wholeTrials(cwd);
  expect(before.length).toBeGreaterThanOrEqual(1);
  const resumed = await benchwright(['s3', 'run', '--resume', onlyRun(cwd)], cwd);
  expect(MEASURED, resumed.stderr).toContain(resumed.code);
  const after = wholeTrials(cwd);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.sort()).toEqual([
    'events-m1769-b1-rc0 0',
    'events-m1769-b1-rc0 1',
    'events-m1769-b10-rc0 0',
    'events-m1769-b10-rc0 1',
  ]);
  const rows = readFileSync(join(cwd, 'results/s3-ingest.csv'), 'utf8').trim().split('\n');
  expect(rows).toHaveLength(5);
});
