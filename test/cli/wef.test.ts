import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTargetProcess, type TargetProcess } from '@benchwright/load-driver';
import { type EventFaultPlan, idsOfFault, startFaultProxy, targetEntry } from '@benchwright/wef-load';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../workspace/run-command.js';
import { benchwright, gone, newFolder, portsIn, program, startBenchwright } from './benchwright.js';

// Each of these runs the whole command, with a collector and its S3 as processes.
vi.setConfig({ testTimeout: 120_000 });

/** A machine that others use may spoil a run of seconds, and then says so: the result is invalid. What became of the events is true all the same. */
const orInvalid = (code: number): readonly number[] => [code, 4];
const QUIET = ['--no-ceiling', '--progress', 'plain'];

function onlyRun(cwd: string): string {
  const [id = ''] = readdirSync(join(cwd, 'results', 'wef'));
  return join('results', 'wef', id);
}

describe('wef sustained', () => {
  it('offers, stores, reads back and proves, in 80 columns, and leaves no process', async () => {
    const cwd = newFolder();
    const load = ['--duration', '1', '--rate', '5000', '--flush-interval-secs', '0.5'];
    const { code, stdout, stderr } = await benchwright(['wef', 'sustained', ...load, ...QUIET], cwd);
    expect(orInvalid(0), stderr).toContain(code);
    expect(stderr).toContain('PERFORMANCE TEST: Target Rate Event Ingestion');
    expect(stderr).toContain('WEF server is healthy');
    expect(stdout).toMatch(/^Events received \(by server\): 5,000$/m);
    expect(stdout).toMatch(/^✓ S3 files verified successfully$/m);
    expect(stdout).toMatch(/^ {2}Rows: 5,000, distinct events: 5,000, record ids 1 to 5,000$/m);
    expect(stdout).toMatch(
      /^ {4}event_type=4624\/year=\d{4}\/month=\d\d\/day=\d\d\/events_4624_\d{8}_\d{6}(_\d+)?\.parquet$/m,
    );
    expect(stdout).toMatch(code === 0 ? /^✓ Performance test completed/m : /^✗ Performance test invalid/m);
    const long = stdout.split('\n').filter((line) => [...line].length > 80 && !line.includes('event_type='));
    expect(long).toEqual([]);
    for (const port of portsIn(stderr)) await gone(port);
  });

  it('that is interrupted says what is left, and leaves no process', async () => {
    const cwd = newFolder();
    const run = startBenchwright(['wef', 'sustained', '--duration', '30', ...QUIET], cwd);
    await run.shows(/^Sending events\.\.\.$/m);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(130);
    for (const port of portsIn(stderr)) await gone(port);
  });

  it('is ended by its time limit, and has failed', async () => {
    const load = ['--events', '200000', '--rate', '10000', '--timeout', '1', '--no-store', '--no-verify-s3'];
    const { code, stdout, stderr } = await benchwright(['wef', 'sustained', ...load, ...QUIET], newFolder());
    expect(orInvalid(1), stderr).toContain(code);
    expect(stdout).toMatch(/not done within 1 s: \d+ events were sent by then \[TIMED_OUT\]/);
  });
});

describe('a collector that is not ours to start', () => {
  let collector: TargetProcess;
  let keys: Record<string, string>;

  beforeAll(async () => {
    collector = await startTargetProcess({
      entry: targetEntry,
      args: ['--port', '0', '--flush-interval-secs', '0.4'],
    });
    const { accessKeyId = '', secretAccessKey = '' } = collector.credentials ?? {};
    keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  });
  afterAll(() => collector.close());

  const run = (args: readonly string[], cwd: string) =>
    runCommand(program, ['wef', ...args], { cwd, env: { ...process.env, CI: '1', NO_COLOR: '1', ...keys } });

  it('and loses, repeats and damages events is caught, with the right ids, and again by wef verify', async () => {
    const events: EventFaultPlan = { seed: 5, oneIn: 1000, faults: ['drop', 'duplicate', 'corrupt'] };
    const proxy = await startFaultProxy(collector.endpoints.wef ?? '', { events });
    const cwd = newFolder();
    try {
      const { s3 = '' } = collector.endpoints;
      const args = [
        'sustained',
        '--endpoint',
        proxy.endpoint,
        '--s3',
        s3,
        '--events',
        '6000',
        '--verify-timeout',
        '3s',
      ];
      const { code, stdout, stderr } = await run([...args, '--flush-interval-secs', '0.4', ...QUIET], cwd);
      expect(orInvalid(1), stderr).toContain(code);
      const ids = (fault: 'drop' | 'duplicate' | 'corrupt') =>
        idsOfFault(events, fault, [[1, 6000]]).join(', ');
      const found = [
        `  2 events acknowledged but not stored: ${ids('drop')} [EVENTS_MISSING]`,
        `  2 events stored more than once: ${ids('duplicate')} [EVENTS_DUPLICATED]`,
        `  2 events stored with another content, time or event id than was sent: ${ids('corrupt')} [EVENTS_CORRUPT]`,
      ];
      for (const line of found) expect(stdout.split('\n')).toContain(line);
      const again = await run(['verify', onlyRun(cwd)], cwd);
      expect(again.code, again.stderr).toBe(1);
      for (const line of found) expect(again.stdout.split('\n')).toContain(line);
      expect(readFileSync(join(cwd, onlyRun(cwd), 'run.ndjson'), 'utf8')).not.toContain(
        keys.AWS_SECRET_ACCESS_KEY,
      );
    } finally {
      await proxy.close();
    }
  });

  it('and whose bucket is not there is told before anything is sent', async () => {
    const { wef = '', s3 = '' } = collector.endpoints;
    const cwd = newFolder();
    const { code, stdout, stderr } = await run(
      ['sustained', '--endpoint', wef, '--s3', s3, '--bucket', 'not-there', ...QUIET],
      cwd,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`there is no bucket not-there at ${s3}`);
    expect(stderr).not.toContain('Sending events');
  });
});
