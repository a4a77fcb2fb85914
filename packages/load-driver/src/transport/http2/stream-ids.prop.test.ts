import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_REQUESTS_PER_CONNECTION } from './http2-options.js';
import { StreamIds } from './stream-ids.js';

/** As many as the options allow, and the last id that a connection uses. */
const MOST_STREAMS = 65_536;
const LAST_ID = MOST_REQUESTS_PER_CONNECTION * 2 - 1;

it('every open stream is found, whatever its age; ids only grow; no other is found', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(39), { maxLength: 500 }),
      (streams, releases) => {
        const ids = new StreamIds(streams, 2 ** 31 - 1);
        const open = new Map<number, number>();
        let last = -1;
        for (const release of releases) {
          if (open.size === streams) {
            const id = [...open.keys()][release % open.size]!;
            ids.release(id);
            open.delete(id);
          }
          const slot = release;
          const id = ids.claim(slot);
          expect(id).toBeGreaterThan(last);
          expect(id % 2).toBe(1);
          last = id;
          open.set(id, slot);
          for (const [each, itsSlot] of open) expect(ids.slotOf(each)).toBe(itsSlot);
          expect(ids.slotOf(id + 2)).toBe(-1);
          expect(ids.isIdle(id)).toBe(false);
          expect(ids.isIdle(id + 2)).toBe(true);
          expect(ids.isIdle(id - 1)).toBe(true);
        }
      },
    ),
    { numRuns: 50 },
  );
});

it('a stream that outlives thousands of others keeps its place, and the id that would share it is skipped', () => {
  const ids = new StreamIds(2, 2 ** 31 - 1);
  expect(ids.claim(0)).toBe(1);
  const seen = new Set<number>();
  for (let i = 0; i < 1000; i++) {
    const id = ids.claim(1);
    seen.add(id);
    expect(ids.slotOf(1)).toBe(0);
    ids.release(id);
  }
  expect(seen.size).toBe(1000);
  expect(seen.has(1 + 2 * 64)).toBe(false);
});

it('ends before 2^31, however many ids have to be skipped at the end', () => {
  const ids = new StreamIds(MOST_STREAMS, LAST_ID, LAST_ID - 2 * MOST_STREAMS);
  for (let slot = 0; slot < MOST_STREAMS - 1; slot++) ids.claim(slot);
  // All but one are open, and the next places are taken: from here on each claim passes over all of them.
  let last = 0;
  while (!ids.exhausted) {
    last = ids.claim(MOST_STREAMS - 1);
    if (!ids.exhausted) ids.release(last);
  }
  expect(last).toBeGreaterThanOrEqual(LAST_ID);
  expect(last).toBeLessThan(2 ** 31);
});

it('is exhausted with its last id', () => {
  const ids = new StreamIds(1, 5);
  for (const expected of [1, 3, 5]) {
    expect(ids.exhausted).toBe(false);
    const id = ids.claim(0);
    expect(id).toBe(expected);
    ids.release(id);
  }
  expect(ids.exhausted).toBe(true);
});
