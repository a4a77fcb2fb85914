import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { benchwright, gone, newFolder, portsIn, startBenchwright } from './benchwright.js';

// Each of these runs the whole command once or twice, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

const measured = [0, 4];
// Through client libraries: the raw transports would be done before the signal comes.
const long = ['rest-grpc', '-r', '4000', '--client', 'sdk', '--progress', 'plain', '-o', 'json'];

interface StoredTrial {
  readonly type: string;
  readonly cell: string;
  readonly trial: number;
  readonly interrupted: boolean;
}

function onlyRun(cwd: string): string {
  const [id = ''] = readdirSync(join(cwd, 'results', 'rest-grpc'));
  return join('results', 'rest-grpc', id);
}

/** `rest-sdk 1`, `grpc-sdk 1` … for each whole trial in the record log, as often as it stands there. */
function wholeTrials(cwd: string): string[] {
  const lines = readFileSync(join(cwd, onlyRun(cwd), 'run.ndjson'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (!line.startsWith('{"type":"trial"') || !line.endsWith('}')) return [];
    const { cell, trial, interrupted } = JSON.parse(line) as StoredTrial;
    return interrupted ? [] : [`${cell} ${trial}`];
  });
}

const all = ['rest-sdk', 'grpc-sdk']
  .flatMap((cell) => [0, 1, 2, 3, 4].map((trial) => `${cell} ${trial}`))
  .sort();

describe('a run that is interrupted', () => {
  it('by kill -9 after two trials goes on with --resume: same cells, no trial twice, no orphan', async () => {
    const cwd = newFolder();
    const run = startBenchwright([...long, '--seed', '5'], cwd);
    await run.shows(/^\[ 2\/10\].*$/m);
    run.child.kill('SIGKILL');
    const { stderr } = await run.ended;
    for (const port of portsIn(stderr)) await gone(port);
    const before = wholeTrials(cwd);
    expect(before.length).toBeGreaterThanOrEqual(2);
    const resumed = await benchwright(['rest-grpc', '--resume', onlyRun(cwd), '-o', 'json'], cwd);
    expect(measured, resumed.stderr).toContain(resumed.code);
    expect(wholeTrials(cwd).slice(0, before.length)).toEqual(before);
    expect(wholeTrials(cwd).sort()).toEqual(all);
    const document = JSON.parse(resumed.stdout) as Record<'rest' | 'grpc', { total_requests: number }>;
    expect([document.rest.total_requests, document.grpc.total_requests]).toEqual([4000, 4000]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s keeps and prints what it has, and says how to go on',
    async (signal) => {
      const cwd = newFolder();
      const run = startBenchwright(long, cwd);
      await run.shows(/^\[ 1\/10\].*$/m);
      run.child.kill(signal);
      const { code, stdout, stderr } = await run.ended;
      expect(code).toBe(130);
      expect(Object.keys(JSON.parse(stdout) as object)).toContain('rest');
      expect(stderr).toContain(`go on with: benchwright rest-grpc --resume ${onlyRun(cwd)}`);
      for (const port of portsIn(stderr)) await gone(port);
      const resumed = await benchwright(['rest-grpc', '--resume', onlyRun(cwd), '-o', 'json'], cwd);
      expect(measured, resumed.stderr).toContain(resumed.code);
      expect(wholeTrials(cwd).sort()).toEqual(all);
    },
  );

  it('by a second Ctrl-C ends at once and leaves no server behind', async () => {
    const cwd = newFolder();
    const run = startBenchwright(long, cwd);
    await run.shows(/^\[ 1\/10\].*$/m);
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    for (const port of portsIn(stderr)) await gone(port);
  });
});

describe('a server that is killed halfway', () => {
  it('leaves errors by class, true sums, and an exit code that is not 0', async () => {
    const cwd = newFolder();
    const target = startBenchwright(
      ['targets', 'start', 'users', '--rest-port', '0', '--grpc-port', '0'],
      cwd,
    );
    const [line] = await target.shows(/^\{.*\}$/m);
    const { endpoints } = JSON.parse(line) as { endpoints: { rest: string; grpc: string } };
    const run = startBenchwright([...long, '--rest-url', endpoints.rest, '--grpc-url', endpoints.grpc], cwd);
    await run.shows(/^\[ 3\/10\].*$/m);
    target.child.kill('SIGKILL');
    await target.ended;
    const { code, stdout, stderr } = await run.ended;
    expect([3, 4], stderr).toContain(code);
    const document = JSON.parse(stdout) as Record<
      'rest' | 'grpc',
      {
        total_requests: number;
        successful_requests: number;
        failed_requests: number;
        errors: Record<string, number>;
      }
    >;
    for (const side of [document.rest, document.grpc]) {
      expect(side.successful_requests + side.failed_requests).toBe(side.total_requests);
      const byClass = Object.values(side.errors).reduce((sum, count) => sum + count, 0);
      expect(byClass).toBe(side.failed_requests);
    }
    expect(document.rest.failed_requests + document.grpc.failed_requests).toBeGreaterThan(0);
  });
});

it('a target ends with SIGTERM, exit code 0, and frees its ports', async () => {
  const target = startBenchwright(
    ['targets', 'start', 'users', '--rest-port', '0', '--grpc-port', '0'],
    newFolder(),
  );
  const [line] = await target.shows(/^\{.*\}$/m);
  const { name, pid, endpoints } = JSON.parse(line) as {
    name: string;
    pid: number;
    endpoints: Record<string, string>;
  };
  expect({ name, pid }).toEqual({ name: 'users', pid: target.child.pid });
  target.child.kill('SIGTERM');
  const { code, stdout, stderr } = await target.ended;
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${line}\n`, stderr: '' });
  for (const address of Object.values(endpoints)) await gone(Number(/\d+$/.exec(address)?.[0]));
});
