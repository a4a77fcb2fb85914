import {
  displayWidth,
  type LiveEvent,
  type LiveState,
  NOTHING_YET,
  nextLiveState,
} from '@benchwright/report';
import { describe, expect, test } from 'vitest';
import { panelLine, panelLines } from './panel-lines.js';

const golden = (name: string): string => new URL(`../../testdata/progress/${name}`, import.meta.url).pathname;

const sample = (i: number, errors: Record<string, number>): LiveEvent => ({
  type: 'sample',
  sample: {
    sec: i / 4,
    cell: 'rest',
    trial: 0,
    phase: i === 0 ? 'warmup' : 'measure',
    offeredPerSec: 1300 + i,
    completedPerSec: 1200 + 100 * Math.sin(i / 3),
    failedPerSec: 1,
    p50Ns: i === 0 ? null : 1.2e6,
    p99Ns: i === 0 ? null : 3.4e6 + (i === 30 ? 9e6 : i * 1e4),
    inFlight: 5,
    queued: i % 4,
    cpuCores: 0.83,
    sendLagP99Ns: 51_000,
    ok: 100 * i,
    failed: 3,
    dropped: 12,
    errors,
    left: '700 left (567 ms)',
  },
});

const run: LiveEvent = {
  type: 'run',
  suite: 'rest-grpc',
  title: 'REST against gRPC',
  runId: 'r1',
  seed: 7,
  cells: 2,
  trials: 10,
  trialsDone: 3,
  isSearch: false,
};
const trial: LiveEvent = { type: 'trial', cell: 'rest', trial: 0, index: 3, of: 10 };

const stateAfter = (samples: number, errors: Record<string, number> = {}): LiveState =>
  [run, trial, ...Array.from({ length: samples }, (_, i) => sample(i, errors))].reduce(
    nextLiveState,
    NOTHING_YET,
  );

describe('the panel', () => {
  test.each([80, 120])('in %i columns', async (columns) => {
    const states = [
      NOTHING_YET,
      stateAfter(0),
      stateAfter(1),
      stateAfter(60, { TIMEOUT: 2, CONNECT_REFUSED: 1 }),
      nextLiveState(stateAfter(3), {
        type: 'doing',
        text: 'rest: measuring what this generator could offer',
      }),
    ];
    const text = states.map((state) => panelLines(state, columns - 1).join('\n')).join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(golden(`panel-${columns}.txt`));
  });

  test('no line is wider than the terminal, whatever cells and errors are called', () => {
    const state = nextLiveState(stateAfter(200, { ['長い名前'.repeat(40)]: 5, ['x'.repeat(300)]: 1 }), {
      ...trial,
      cell: '細胞'.repeat(90),
    });
    for (const columns of [79, 80, 119, 200]) {
      for (const line of [...panelLines(state, columns), panelLine(state, columns)])
        expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('nothing from elsewhere acts on the terminal', () => {
    const hostile = { 'a\u001b[2J\nb\u202e': 3, '\u0007\r': 1 };
    const state = nextLiveState(stateAfter(4, hostile), { type: 'doing', text: 'x\u001b]0;y\u0007\n' });
    for (const shown of [state, stateAfter(4, hostile)]) {
      for (const line of [...panelLines(shown, 119), panelLine(shown, 119)]) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        expect(line).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
      }
    }
    expect(panelLines(stateAfter(4, hostile), 119).join('')).toContain('a\\x1b[2J');
  });
});
