import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunRecord, RunResult } from '@benchwright/result-schema';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { benchwright, newFolder } from './benchwright.js';

// Each run takes a second or two, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let server: Server;
let serviceMs = 50;
beforeAll(async () => {
  server = createServer((_, response) => setTimeout(() => response.end('ok'), serviceMs));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const load = ['-n', '12', '-c', '4', '--trials', '5', '--no-ceiling', '--warmup', '0s', '--json'];
/** Ended well, or with a result that the machine made invalid. */
const MEASURED = [0, 4];

/** Measures the server as it is now, and returns the records. */
async function measured(cwd: string): Promise<string> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { code, stdout, stderr } = await benchwright(['http', url, ...load], cwd);
  expect(MEASURED, stderr).toContain(code);
  const records = join('results', 'http', (JSON.parse(stdout) as RunResult).run.id, 'run.ndjson');
  forgetMachine(join(cwd, records));
  return records;
}

/**
 * No gate passes a run that a busy machine spoiled, and this one may be busy for as long as the test lasts. The latencies stay as they were
 * measured, between a server of 50 ms and one of 200; what the machine did besides is taken out of the records.
 */
function forgetMachine(file: string): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const calm = lines.map((line) => {
    const record = JSON.parse(line) as RunRecord;
    if (record.type !== 'trial') return line;
    const { coreSpeed: _, throttledShare: __, clockStepNs: ___, ...health } = record.health;
    return JSON.stringify({ ...record, health: { ...health, stealShare: null } });
  });
  writeFileSync(file, `${calm.join('\n')}\n`);
}

it('a server that became slower ends the gate with 1, the same one with 0', async () => {
  const cwd = newFolder();
  const gate = (run: string, ...more: string[]) =>
    benchwright(['gate', run, '--condition', 'p50 <= baseline + 100%', '--baseline', 'main', ...more], cwd);

  const first = await gate(await measured(cwd), '--allow', 'no-baseline', '--save', 'main');
  expect(first, first.stdout + first.stderr).toMatchObject({ code: 0 });

  const same = await gate(await measured(cwd));
  expect(same, same.stdout + same.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(same.stdout).toMatch(/^the gate passed: 1 condition judged\n/);
  expect(same.stdout).toMatch(/^pass +p50 <= baseline \+ 100% +http +[+−]?\d/m);

  serviceMs = 200;
  const slower = await measured(cwd);
  const failed = await gate(slower);
  expect(failed, failed.stdout + failed.stderr).toMatchObject({ code: 1 });
  expect(failed.stdout).toMatch(/^the gate failed: 1 of 1 condition not shown to be met\n/);
  const change = /^✗ p50 <= baseline \+ 100% \(http\): \+(\d+) % of the baseline/m.exec(failed.stdout);
  // From 50 to 200 ms is +300 %; what a response takes besides is in both, and lessens the share.
  expect(Number(change?.[1])).toBeGreaterThan(150);
  expect(Number(change?.[1])).toBeLessThan(330);

  const kept = await gate(slower, '--save', 'main');
  expect(kept.code).toBe(1);
  // What failed did not become the baseline: the same run fails once more.
  expect((await gate(slower)).code).toBe(1);
});
