import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { afterEach, describe, expect, test } from 'vitest';
import { renderChecklist } from './checklist-text.js';
import type { Evidence, FoundResult } from './evidence.js';
import { gatherEvidence } from './gather-evidence.js';
import { type ChecklistItem, judgeChecklist } from './judge-checklist.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const NOTHING: Evidence = {
  runs: [],
  invalidRuns: 0,
  baselines: [],
  profiles: [],
  monitoring: null,
  metrics: null,
  notes: [],
  problems: [],
};

/** A run of one cell; only what the checklist reads of it is there. */
function run(suite: string, startedAt: string, users: number, sent: number, failed: number): FoundResult {
  const responseTimeNs = { percentiles: { '50': 1e6, '95': 2e6, '99': 3e6 } };
  const cell = { id: 'health', factors: { users }, counts: { sent, failed }, metrics: { responseTimeNs } };
  const result = {
    suite,
    run: { id: `run-${startedAt}`, startedAt },
    cells: [cell as unknown as CellResult],
    comparisons: [],
  };
  return { folder: 'results', result: result as unknown as RunResult };
}

const stateOf = (items: readonly ChecklistItem[], title: string): ChecklistItem =>
  items.find((item) => item.title.startsWith(title))!;

describe('the checklist', () => {
  test('without evidence: the guide’s twelve items, each with a command', () => {
    const items = judgeChecklist(NOTHING);
    expect(items.map(({ title }) => title)).toEqual([
      'Establish baseline metrics (before optimization)',
      'Profile CPU usage (identify hot paths)',
      'Profile memory usage (check for leaks)',
      'Profile I/O operations (database, network)',
      'Run load tests (1000+ concurrent users)',
      'Measure response times (P50, P95, P99)',
      'Check error rates (< 0.1%)',
      'Monitor resource usage (CPU, memory, network)',
      'Apply optimizations (one at a time)',
      'Re-benchmark after each optimization',
      'Document performance improvements',
      'Set up continuous monitoring',
    ]);
    expect(
      items.every(({ state, next }) => state === 'open' && next?.includes('benchwright ') === true),
    ).toBe(true);
    expect(renderChecklist(items)).toMatch(
      /^- \[ \] Establish.*\n {6}next: benchwright did baseline\n(.*\n)*0 of 12 have evidence\n$/,
    );
  });

  test.each([
    [0, 5000, 'done', /0 of 5000 requests failed, at most 0\.0\d+ %/],
    [0, 100, 'partly', /not shown to be met/],
    [50, 5000, 'partly', /the target is missed/],
  ])('%i failures of %i requests', (failed, sent, state, text) => {
    const item = stateOf(
      judgeChecklist({ ...NOTHING, runs: [run('did', '2026-11-21', 50, sent, failed)] }),
      'Check error',
    );
    expect([item.state, item.evidence.join()]).toEqual([state, expect.stringMatching(text)]);
  });

  test('a run that watched the network of its target has monitored resources', () => {
    const watched = (metrics: object) => {
      const found = run('did', '2026-11-21', 50, 1, 0);
      Object.assign(found.result.cells[0]!.metrics, metrics);
      return stateOf(judgeChecklist({ ...NOTHING, runs: [found] }), 'Monitor resource').state;
    };
    const targetCpuShare = {};
    expect(watched({})).toBe('open');
    expect(watched({ targetCpuShare })).toBe('partly');
    expect(watched({ targetCpuShare, targetNetworkSentBytesPerSec: {} })).toBe('done');
  });

  test('users count from a thousand on', () => {
    for (const [users, state] of [
      [999, 'open'],
      [1000, 'done'],
    ] as const) {
      const runs = [run('did', '2026-11-21', users, 10, 0)];
      expect(stateOf(judgeChecklist({ ...NOTHING, runs }), 'Run load').state).toBe(state);
    }
  });

  test('a run counts as measured again when it is later than the baseline, or had both sides', () => {
    const baselines = [{ name: 'main', startedAt: '2026-11-20' }];
    const of = (found: FoundResult) =>
      stateOf(judgeChecklist({ ...NOTHING, baselines, runs: [found] }), 'Re-benchmark').state;
    expect(of(run('did', '2026-11-19', 50, 1, 0))).toBe('open');
    expect(of(run('did', '2026-11-21', 50, 1, 0))).toBe('done');
    expect(of(run('did-ab', '2026-11-19', 50, 1, 0))).toBe('done');
  });

  test('rows within an hour are no watch yet', () => {
    const metrics = {
      file: 'metrics.csv',
      rows: 4,
      first: '2026-11-21T01:00:00.000Z',
      last: '2026-11-21T01:45:00.000Z',
    };
    const of = (last: string) =>
      stateOf(judgeChecklist({ ...NOTHING, metrics: { ...metrics, last } }), 'Set up').state;
    expect([of(metrics.last), of('2026-11-22T01:00:00.000Z')]).toEqual(['partly', 'done']);
  });
});

describe('a results folder', () => {
  test('is looked through; what cannot be read is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchwright-checklist-'));
    folders.push(folder);
    expect(await gatherEvidence(join(folder, 'nowhere'))).toEqual(NOTHING);
    mkdirSync(join(folder, 'did', 'x'), { recursive: true });
    mkdirSync(join(folder, 'did-profiles'));
    writeFileSync(join(folder, 'did', 'x', 'result.json'), '{"schemaVersion": 1');
    writeFileSync(join(folder, 'did-profiles', 'a.json'), '{}');
    writeFileSync(join(folder, 'monitoring.csv'), '2026-11-21 01:02:03,1,2\n');
    writeFileSync(join(folder, 'metrics.csv'), '20261121-010203,1000\n20261121-030203,1000\n');
    const { problems, metrics, monitoring } = await gatherEvidence(folder);
    expect(metrics).toMatchObject({
      rows: 2,
      first: '2026-11-21T01:02:03.000Z',
      last: '2026-11-21T03:02:03.000Z',
    });
    expect(monitoring).toBeNull();
    expect(problems).toEqual([
      expect.stringMatching(/did\/x\/result\.json/),
      expect.stringMatching(/did-profiles\/a\.json: /),
      expect.stringMatching(/monitoring\.csv: its columns/),
    ]);
  });
});
