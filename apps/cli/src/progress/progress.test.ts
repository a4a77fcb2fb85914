import { type RunEvent, VirtualClock } from '@benchwright/load-driver';
import { inMemoryTrial } from '@benchwright/load-driver/conformance';
import { describe, expect, test } from 'vitest';
import type { CliContext } from '../cli-context.js';
import { runCli, TextStream } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { tinyRegistry } from '../testing/tiny-suite.js';
import { createProgress, type ProgressMode } from './progress.js';

const newFolder = temporaryFolders();
const golden = (name: string): string => new URL(`../../testdata/progress/${name}`, import.meta.url).pathname;

const progress = (ok: number, elapsedNs: number): RunEvent => ({
  type: 'trial-progress',
  progress: {
    cell: 'rest',
    trial: 0,
    phase: elapsedNs === 0 ? 'warmup' : 'measure',
    elapsedNs,
    ok,
    failed: 2,
    inFlight: 5,
    queued: 0,
    ratePerSec: 1234.5,
    offered: ok + 7,
    dropped: 0,
    errors: { TIMEOUT: 2 },
    recentP50Ns: 0,
    recentP99Ns: 0,
    sendLagP99Ns: 5e4,
    cpuShare: 0.83,
    responseP50Ns: 1.2e6,
    responseP99Ns: 3.4e6,
    remainingRequests: 1000 - ok,
    remainingNs: null,
  },
});

const events: RunEvent[] = [
  {
    type: 'run-started',
    suite: 'rest-grpc',
    title: 'REST against gRPC',
    runId: 'r1',
    seed: 7,
    cells: 2,
    trials: 10,
    trialsDone: 3,
  },
  { type: 'target-ready', endpoints: { rest: 'http://127.0.0.1:1' }, embedded: true, pid: 1 },
  {
    type: 'trial-started',
    cell: 'rest',
    trial: 0,
    index: 3,
    of: 10,
    load: { model: 'iterations', count: 1000, concurrency: 5 },
  },
  progress(0, 0),
  progress(100, 1e8),
  progress(200, 2e8),
  { type: 'doing', text: 'waiting for files' },
  { type: 'warning', code: 'CPU_STEAL', text: 'time was stolen\u001b[2J', hint: 'use another machine' },
  {
    type: 'trial-finished',
    index: 3,
    of: 10,
    responseP50Ns: 1.2e6,
    responseP99Ns: 3.4e6,
    record: inMemoryTrial({
      cell: 'rest',
      load: { model: 'iterations', count: 1000, concurrency: 5 },
      startedAt: '2026-11-21T01:02:03.000Z',
      durationNs: 8.1e8,
      counts: { offered: 1000, sent: 1000, ok: 998, failed: 2, dropped: 0, errors: { TIMEOUT: 2 } },
      bytes: { out: 1, in: 2, body: 3 },
    }),
  },
  { type: 'run-finished', outcome: 'completed' },
];

/** What a renderer writes for all events, the clock moving on by `stepNs` after each. */
function shown(mode: ProgressMode, { tty = false, env = {}, stepNs = 1e9 } = {}): string {
  const stderr = new TextStream(tty);
  const virtual = new VirtualClock();
  const clock = Object.assign(virtual, { wallMs: () => 0 });
  const context = { env, streams: { stdout: stderr, stderr }, clock } as unknown as CliContext;
  const renderer = createProgress(mode, context);
  for (const event of events) {
    renderer.events(event);
    virtual.advanceTo(virtual.nowNs() + stepNs);
  }
  renderer.note('records and result: results/x');
  renderer.close();
  return stderr.text;
}

describe('progress', () => {
  test('plain: a line per trial', async () => {
    await expect(shown('plain')).toMatchFileSnapshot(golden('plain.txt'));
  });

  test('json: an object per line', () => {
    const lines = shown('json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual([...events.map(({ type }) => type), 'note']);
    expect(lines[8].record).toEqual({
      cell: 'rest',
      trial: 0,
      startedAt: '2026-11-21T01:02:03.000Z',
      durationNs: 8.1e8,
      interrupted: false,
      counts: { offered: 1000, sent: 1000, ok: 998, failed: 2, dropped: 0, errors: { TIMEOUT: 2 } },
      bytes: { out: 1, in: 2, body: 3 },
    });
  });

  test('none: nothing', () => {
    expect(shown('none')).toBe('');
  });

  test('tty: a live line that is rewritten, and the cursor back at the end', async () => {
    const text = shown('tty', { tty: true });
    await expect(text.replaceAll('\u001b', '<ESC>').replaceAll('\r', '<CR>')).toMatchFileSnapshot(
      golden('tty.txt'),
    );
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
  });

  test('tty: redraws at most ten times a second', () => {
    const redraws = (stepNs: number): number =>
      shown('tty', { tty: true, stepNs }).split(' left (').length - 1;
    expect(redraws(1e9)).toBe(2);
    expect(redraws(1e6)).toBe(0);
  });

  test('nothing from elsewhere acts on the terminal', () => {
    expect(shown('plain')).toContain('stolen\\x1b[2J');
    expect(shown('json')).toContain('stolen\\u001b[2J');
  });

  test('auto draws where somebody watches, and only there', () => {
    const live = (options: { tty?: boolean; env?: Record<string, string> }): boolean =>
      shown('auto', options).includes('\r');
    expect(live({ tty: true })).toBe(true);
    expect(live({ tty: false })).toBe(false);
    expect(live({ tty: true, env: { CI: 'true' } })).toBe(false);
    expect(live({ tty: true, env: { TERM: 'dumb' } })).toBe(false);
  });
});

test('a whole run with --progress json writes nothing but JSON on stderr', async () => {
  const registry = tinyRegistry({ failing: true });
  const { stderr } = await runCli(['run', 'tiny', '-o', newFolder(), '--progress', 'json'], { registry });
  const types = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(types.filter((type) => type === 'trial-finished')).toHaveLength(6);
  expect(types.slice(-2)).toEqual(['problem', 'note']);
});

test('a run on a terminal leaves the cursor visible, interrupted or not', async () => {
  const { stderr } = await runCli(['run', 'tiny', '-o', newFolder()], { tty: true });
  expect(stderr.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stderr.lastIndexOf('\u001b[?25l'));
});
