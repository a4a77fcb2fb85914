import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunResult } from '@benchwright/result-schema';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { benchwright, newFolder } from './benchwright.js';

// Each run takes a second or two, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let server: Server;
let serviceMs = 20;
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

const load = ['-n', '24', '-c', '4', '--trials', '5', '--no-ceiling', '--warmup', '0s', '--json'];
/** Runs of which a machine that is busy may spoil all but the last. */
const MOST_ATTEMPTS = 3;

/** Measures the server as it is now. No gate passes an invalid run, so one that the machine spoiled is measured again. */
async function measured(cwd: string): Promise<string> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await benchwright(['http', url, ...load], cwd);
    if (code === 0) return join('results', 'http', (JSON.parse(stdout) as RunResult).run.id);
    if (code !== 4 || attempt === MOST_ATTEMPTS) throw new Error(`ended with ${code}: ${stderr}`);
  }
}

it('a server that became slower ends the gate with 1, the same one with 0', async () => {
  const cwd = newFolder();
  const gate = (run: string, ...more: string[]) =>
    benchwright(['gate', run, '--condition', 'p50 <= baseline + 50%', '--baseline', 'main', ...more], cwd);

  const first = await gate(await measured(cwd), '--allow', 'no-baseline', '--save', 'main');
  expect(first, first.stdout + first.stderr).toMatchObject({ code: 0 });

  const same = await gate(await measured(cwd));
  expect(same, same.stdout + same.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(same.stdout).toMatch(/^the gate passed: 1 condition judged\n/);
  expect(same.stdout).toMatch(/^pass +p50 <= baseline \+ 50% +http +[+−]?\d/m);

  serviceMs = 50;
  const slower = await measured(cwd);
  const failed = await gate(slower);
  expect(failed, failed.stdout + failed.stderr).toMatchObject({ code: 1 });
  expect(failed.stdout).toMatch(/^the gate failed: 1 of 1 condition not shown to be met\n/);
  const change = /^✗ p50 <= baseline \+ 50% \(http\): \+(\d+) % of the baseline/m.exec(failed.stdout);
  // From 20 to 50 ms is +150 %; what a response takes besides is the same on both sides, and lessens the share.
  expect(Number(change?.[1])).toBeGreaterThan(90);
  expect(Number(change?.[1])).toBeLessThan(170);

  const kept = await gate(slower, '--save', 'main');
  expect(kept.code).toBe(1);
  // What failed did not become the baseline: the same run fails once more.
  expect((await gate(slower)).code).toBe(1);
});
