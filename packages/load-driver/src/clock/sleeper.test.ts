import { afterEach, expect, it } from 'vitest';
import { createRealClock } from './real-clock.js';
import { type Sleeper, startSleeper } from './sleeper.js';

const clock = createRealClock();
const sleepers: Sleeper[] = [];
afterEach(() => Promise.all(sleepers.splice(0).map((sleeper) => sleeper.close())));

async function start(): Promise<Sleeper> {
  const sleeper = await startSleeper(clock);
  sleepers.push(sleeper);
  return sleeper;
}

const threads = (): number => process.getActiveResourcesInfo().filter((type) => /Worker/.test(type)).length;

/** Asks for each time in turn, as soon as the one before has come, and tells how late each was. */
function lateness(sleeper: Sleeper, timesNs: readonly number[]): Promise<number[]> {
  return new Promise((resolve) => {
    const late: number[] = [];
    const waker = sleeper.createWaker(() => {
      late.push(clock.nowNs() - timesNs[late.length]!);
      if (late.length === timesNs.length) resolve(late);
      else waker.wakeAt(timesNs[late.length]!);
    });
    waker.wakeAt(timesNs[0]!);
  });
}

it('wakes once for every time asked for, never early, near or far or past', async () => {
  const sleeper = await start();
  const fromNs = clock.nowNs();
  const times = [-5e6, 0.02e6, 0.05e6, 1e6, 4e6, 4.01e6, 12e6, 12e6].map((aheadNs) => fromNs + aheadNs);
  const late = await lateness(sleeper, times);
  expect(late).toHaveLength(times.length);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
});

it('wakes for the last time asked for only, and not at all when cancelled', async () => {
  const sleeper = await start();
  const fromNs = clock.nowNs();
  const woken: string[] = [];
  const cancelled = sleeper.createWaker(() => woken.push('cancelled'));
  cancelled.wakeAt(fromNs + 1e6);
  cancelled.cancel();
  await new Promise<void>((resolve) => {
    const waker = sleeper.createWaker(() => {
      woken.push(clock.nowNs() >= fromNs + 8e6 ? 'in time' : 'early');
      resolve();
    });
    waker.wakeAt(fromNs + 2e6);
    waker.wakeAt(fromNs + 60e9);
    waker.wakeAt(fromNs + 8e6);
  });
  expect(woken).toEqual(['in time']);
});

it('ends its thread when closed, asleep or not, and more than once', async () => {
  const before = threads();
  const sleeper = await start();
  sleeper.createWaker(() => {}).wakeAt(clock.nowNs() + 3600e9);
  expect(sleeper.isAlive).toBe(true);
  await sleeper.close();
  await sleeper.close();
  expect(sleeper.isAlive).toBe(false);
  expect(threads()).toBe(before);
});

it('goes on turn by turn when the thread is gone', async () => {
  const sleeper = await start();
  const pending = lateness(
    sleeper,
    [1e6, 2e6].map((aheadNs) => clock.nowNs() + 20e6 + aheadNs),
  );
  await sleeper.close();
  expect(Math.min(...(await pending))).toBeGreaterThanOrEqual(0);
});
