import { afterEach, expect, it, vi } from 'vitest';
import { Dawdler } from './dawdler.js';
import { monotonicNs } from './monotonic.js';
import { SpinWaker } from './spin-waker.js';

const GAP_NS = 80_000;
const WAKES = 200;

afterEach(() => vi.restoreAllMocks());

/** Wakes one after the other, `underWay` requests being under way all the time; how many turns of the loop that took, and what came early. */
async function wakes(underWay: number): Promise<{ turns: number; early: number; idleSpinNs: number }> {
  const immediates = vi.spyOn(globalThis, 'setImmediate');
  let early = 0;
  const idleSpinNs = await new Promise<number>((resolve) => {
    let dueNs = 0;
    let left = WAKES;
    const waker = new SpinWaker(() => {
      if (monotonicNs() < dueNs) early++;
      if (left-- === 0) resolve(waker.idleSpinNs);
      else waitForNext();
    });
    const waitForNext = (): void => {
      waker.noteWork(underWay);
      dueNs = monotonicNs() + GAP_NS;
      waker.wakeAt(dueNs);
    };
    waitForNext();
  });
  return { turns: immediates.mock.calls.length, early, idleSpinNs };
}

it('waits in one turn of the loop where no answer can come meanwhile, and never wakes early', async () => {
  const { turns, early, idleSpinNs } = await wakes(0);
  expect(early).toBe(0);
  expect(turns).toBe(WAKES + 1);
  expect(idleSpinNs).toBeGreaterThan(0);
});

it('never wakes early with answers under way either, for which the loop turns at least once', async () => {
  const { turns, early } = await wakes(1);
  expect(early).toBe(0);
  expect(turns).toBeGreaterThanOrEqual(WAKES + 1);
});

it('wakes once for a time that is past already, and not at all when cancelled', async () => {
  let woken = 0;
  const waker = new SpinWaker(() => woken++);
  waker.wakeAt(monotonicNs() + GAP_NS);
  waker.cancel();
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(woken).toBe(0);
  await new Promise<void>((resolve) => {
    new SpinWaker(resolve).wakeAt(0);
  });
});

it('holds to the time asked for and no shorter, also before it knows how long a step is', () => {
  const dawdler = new Dawdler();
  for (let i = 0; i < 50; i++) {
    const atNs = monotonicNs() + 20_000;
    dawdler.holdUntil(atNs);
    expect(monotonicNs()).toBeGreaterThanOrEqual(atNs);
  }
});
