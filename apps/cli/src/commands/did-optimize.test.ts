import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';

const registry = defaultRegistry;

// As short as it can be, without a database: three servers are started one after the other, each in half a second.
const SMALL = [
  ...[
    '--trials',
    '1',
    '--duration',
    '50ms',
    '--connections',
    '2',
    '--fill',
    '0',
    '--no-history',
    '--progress',
    'none',
  ],
  ...['--set', 'store=memory', '--set', 'warmup=0s', '--set', 'people=2', '--set', 'kdfIterations=1'],
];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-did-optimize-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('measures the techniques asked for and says what one round cannot show', async () => {
  const folder = newFolder();
  const argv = ['did', 'optimize', ...SMALL, '--techniques', 'cache,batch', '--json', '-o', folder];
  const { code, stdout, stderr } = await runCli(argv, { registry });
  expect(stderr).toBe('');
  const { findings, experiments, together } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(findings).toMatchObject([
    { technique: 'cache', operation: 'verify', verdict: 'no difference shown', qValue: 1 },
    { technique: 'batch', operation: 'verify', verdict: 'no difference shown', qValue: 1 },
  ]);
  expect(experiments.cells.map(({ id }: { id: string }) => id.split('/')[0])).toEqual(
    ['before', 'cache', 'batch'].flatMap((server) => [server, server, server, server]),
  );
  expect(
    experiments.cells.every(
      ({ counts }: { counts: { ok: number; failed: number } }) => counts.ok > 0 && counts.failed === 0,
    ),
  ).toBe(true);
  // Nothing helped, so there is nothing to put together.
  expect(together).toBeNull();
  const [run] = readdirSync(join(folder, 'did-optimize'));
  const report = await runCli(
    ['report', join(folder, 'did-optimize', run!), '--format', 'did-optimize:text'],
    {
      registry,
    },
  );
  expect(report.stdout).toMatch(/No difference shown here.*\n {2}cache lookups \(LRU\)/);
  expect(report.stdout).toContain('pool 10 connections, not 1: not asked for');
});

test('names a technique that is none, with those there are', async () => {
  const { code, stderr } = await runCli(['did', 'optimize', '--techniques', 'indexes', '--dry-run'], {
    registry,
  });
  expect(code).toBe(2);
  expect(stderr).toContain("unknown technique 'indexes': there are hashing, cache, redis");
});

test('a dry run sends nothing and shows each server', async () => {
  const argv = ['did', 'optimize', '--techniques', 'index', '--dry-run', '--trials', '2'];
  const { code, stdout } = await runCli(argv, {
    registry,
    env: { DATABASE_URL: 'postgres://me:password@127.0.0.1/x' },
  });
  expect(code).toBe(0);
  expect(stdout).toContain('before/verify');
  expect(stdout).toContain('index/verify');
  expect(stdout).not.toContain('password');
});

test('targets start did refuses what contradicts itself', async () => {
  const argv = [
    'targets',
    'start',
    'did',
    '--port',
    '0',
    '--store',
    'memory',
    '--database-url',
    'postgres://x',
  ];
  const { code, stderr } = await runCli(argv, { registry });
  expect(code).toBe(2);
  expect(stderr).toContain('store memory has no database');
});
