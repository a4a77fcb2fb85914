import { expect, it } from 'vitest';
import { Dawdler } from './dawdler.js';

/** What a turn takes on a machine where a step takes so long. */
const settled = (stepNs: number): number => {
  const dawdler = new Dawdler();
  for (let turn = 0; turn < 500; turn++) {
    dawdler.dawdle();
    dawdler.adapt(700 + dawdler.steps * stepNs);
  }
  return 700 + dawdler.steps * stepNs;
};

it('makes turns of 5 to 10 µs, whether a step is compiled or interpreted', () => {
  for (const stepNs of [0.5, 2, 40, 300]) {
    expect(settled(stepNs)).toBeGreaterThanOrEqual(5000);
    expect(settled(stepNs)).toBeLessThanOrEqual(10_000);
  }
});

it('gives way at once to turns that take long for other reasons, and never stops altogether', () => {
  const dawdler = new Dawdler();
  for (let turn = 0; turn < 500; turn++) dawdler.adapt(1000);
  const before = dawdler.steps;
  dawdler.adapt(50_000);
  expect(dawdler.steps).toBe(before >> 1);
  for (let turn = 0; turn < 100; turn++) dawdler.adapt(50_000);
  expect(dawdler.steps).toBe(1);
});

it('never waits past the time it is given, however long that is, and 0.1 ms at most', () => {
  for (const stepNs of [0.5, 2, 40, 300]) {
    const dawdler = new Dawdler();
    for (let turn = 0; turn < 500; turn++) dawdler.adapt(700 + dawdler.steps * stepNs);
    for (const aheadNs of [0, 700, 12_000, 50_000, 100_000]) {
      expect(dawdler.stepsFor(aheadNs) * stepNs).toBeLessThanOrEqual(aheadNs);
    }
    expect(dawdler.stepsFor(1e9)).toBe(dawdler.stepsFor(100_000));
    expect(dawdler.stepsFor(100_000) * stepNs).toBeGreaterThan(30_000);
  }
});
