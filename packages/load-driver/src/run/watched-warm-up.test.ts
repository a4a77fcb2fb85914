import { PerformanceObserver } from 'node:perf_hooks';
import type { Load } from '@benchwright/result-schema';
import { afterEach, expect, it, vi } from 'vitest';
import { createRealClock } from '../clock/real-clock.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import { ignoreEvents } from '../suite/events.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { createDriver } from './create-driver.js';

afterEach(() => vi.restoreAllMocks());

const constant = (durationNs: number): Load => ({ model: 'constant', ratePerSec: 1000, durationNs });

/** Observers of collections begun and ended, in the order in which that happened. */
async function watched(warmup: Load | null, signal: AbortSignal): Promise<string[]> {
  const seen: string[] = [];
  const observe = PerformanceObserver.prototype.observe;
  const disconnect = PerformanceObserver.prototype.disconnect;
  vi.spyOn(PerformanceObserver.prototype, 'observe').mockImplementation(function (
    this: PerformanceObserver,
    options,
  ) {
    seen.push('on');
    observe.call(this, options);
  });
  vi.spyOn(PerformanceObserver.prototype, 'disconnect').mockImplementation(function (
    this: PerformanceObserver,
  ) {
    seen.push('off');
    disconnect.call(this);
  });
  const clock = createRealClock();
  const transport = createSimulatedTransport({ slots: 2, clock, serviceNs: () => 1e4 });
  const driver = await createDriver({ transport, clock, outcomes: new OutcomeTable(), drainTimeoutNs: 1e9 });
  const ctx = { signal, events: ignoreEvents, trialSeed: 1 };
  await driver.runTrial({ cell: 'a', trial: 0, load: constant(20e6), warmup, ctx });
  await driver.close();
  return seen;
}

it('the warm-up is watched as the trial is, so that what that compiles is compiled before; nothing is left watching', async () => {
  const { signal } = new AbortController();
  expect(await watched(constant(20e6), signal)).toEqual(['on', 'off', 'on', 'off']);
  vi.restoreAllMocks();
  expect(await watched(null, signal)).toEqual(['on', 'off']);
});

it('nor is after an abort', async () => {
  expect(await watched(constant(20e6), AbortSignal.timeout(5))).toEqual(['on', 'off', 'on', 'off']);
});
