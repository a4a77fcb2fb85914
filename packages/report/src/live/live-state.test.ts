import { describe, expect, test } from 'vitest';
import { liveRun, liveSample } from '../testing/live-run.js';
import { liveCharts } from './live-charts.js';
import type { LiveEvent } from './live-event.js';
import { type LiveState, liveErrors, NOTHING_YET, nextLiveState } from './live-state.js';

const after = (...events: readonly LiveEvent[]): LiveState => events.reduce(nextLiveState, NOTHING_YET);

describe('the state of a run', () => {
  test('survives JSON, so that a page can go on from it', () => {
    const events = liveRun();
    const half = after(...events.slice(0, 60));
    const revived = JSON.parse(JSON.stringify(half)) as LiveState;
    expect(events.slice(60).reduce(nextLiveState, revived)).toEqual(after(...events));
  });

  test('counts errors of trials that have ended and of the one under way, once', () => {
    const [run, ...more] = liveRun().filter(({ type }) => type !== 'ended');
    const state = after(run!, ...more);
    expect(state.trialsDone).toBe(4);
    const sample: LiveEvent = {
      type: 'sample',
      sample: liveSample({ errors: { TIMEOUT: 1, RESET: 10 } }),
    };
    expect(liveErrors(nextLiveState(state, sample))).toEqual([
      ['RESET', 10],
      ['TIMEOUT', 9],
    ]);
  });

  test('begins anew with another run', () => {
    const [run] = liveRun();
    expect(after(...liveRun(), { ...run, suite: 'next' } as LiveEvent)).toEqual({
      ...NOTHING_YET,
      run: { ...run, suite: 'next' },
      doing: 'starting the target',
    });
  });

  test('stays small, whatever a run sends', () => {
    let state = NOTHING_YET;
    for (let i = 0; i < 12_000; i++) {
      const errors = { [`class ${i}`]: 1, ['__proto__']: 2 };
      state = nextLiveState(state, { type: 'warning', text: `warning ${i}` });
      state = nextLiveState(state, {
        type: 'sample',
        sample: liveSample({ sec: i / 4, cell: `cell ${i % 300}`, errors }),
      });
      if (i % 10 > 0) continue;
      const done = { ...state.sample!, index: i, ratePerSec: 1, durationNs: 1, cutShort: false };
      state = nextLiveState(state, { type: 'trial-done', done, errors });
    }
    expect(JSON.stringify(state).length).toBeLessThan(1_000_000);
    expect(liveErrors(state).length).toBeLessThanOrEqual(52);
    expect(liveErrors(state).reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(3600);
  });
});

describe('its charts', () => {
  test('have a line per cell, with gaps between trials and warm-ups shaded', () => {
    const [rate, latency, queue, generator] = liveCharts(after(...liveRun()));
    expect(rate?.variants[0]?.series.map(({ label }) => label)).toEqual([
      'rest',
      'rest, offered',
      'grpc',
      'grpc, offered',
    ]);
    const [line] = latency?.variants[0]?.series ?? [];
    const gap = line?.y.indexOf(null, 12) ?? -1;
    expect(gap).toBeGreaterThan(0);
    expect(line?.x).toEqual([...(line?.x ?? [])].sort((a, b) => a - b));
    expect(rate?.bands.length).toBe(4);
    expect([queue?.id, generator?.id]).toEqual(['queue', 'generator']);
  });

  test('draw as many cells as there are colours, those measured last among them', () => {
    const samples = Array.from(
      { length: 40 },
      (_, i): LiveEvent => ({ type: 'sample', sample: liveSample({ sec: i, cell: `cell ${i}` }) }),
    );
    const [, latency] = liveCharts(after(...samples));
    const { series = [] } = latency?.variants[0] ?? {};
    expect(series.map(({ label }) => label)).toEqual(Array.from({ length: 8 }, (_, i) => `cell ${32 + i}`));
    expect(new Set(series.map(({ color }) => color)).size).toBe(8);
  });
});
