import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BodyCheck, createBodyCheck } from './body-check.js';
import { parseBodyExpectation } from './body-expectation.js';

/** Feeds a body in pieces that end at the cuts, through a buffer that is used again for every piece, as a transport does. */
function accepts(check: BodyCheck, slot: number, body: Uint8Array, cuts: readonly number[]): boolean {
  const shared = Buffer.alloc(Math.max(64, body.length + 10), 'needle-in-what-is-left');
  check.begin(slot);
  const ends = [...new Set(cuts.map((cut) => cut % (body.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...ends, body.length]) {
    if (to === from) continue;
    shared.set(body.subarray(from, to), 5);
    check.feed(slot, shared, 5, 5 + to - from);
    from = to;
  }
  return check.accepts(slot);
}

/** Few letters make many near misses. */
const letters = (max: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: max });
const cuts = fc.array(fc.nat(200), { maxLength: 12 });

describe('a body must contain a text', () => {
  it('wherever the pieces break', () => {
    fc.assert(
      fc.property(
        letters(8),
        fc.array(letters(60), { minLength: 1, maxLength: 4 }),
        cuts,
        (wanted, bodies, at) => {
          fc.pre(wanted !== '');
          const check = createBodyCheck({ kind: 'contains', text: wanted }, 2);
          for (const body of bodies) {
            expect(accepts(check, 1, Buffer.from(body), at)).toBe(body.includes(wanted));
          }
        },
      ),
    );
  });

  it('in UTF-8', () => {
    const check = createBodyCheck({ kind: 'contains', text: 'größe' }, 1);
    expect(accepts(check, 0, Buffer.from('{"größe":1}'), [4, 5, 6])).toBe(true);
    expect(accepts(check, 0, Buffer.from('{"größe":1}', 'latin1'), [])).toBe(false);
  });
});

describe('a body must have a digest', () => {
  const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

  it('whether or not a right one came before', () => {
    fc.assert(
      fc.property(letters(40), fc.array(letters(40), { maxLength: 5 }), cuts, (right, others, at) => {
        const check = createBodyCheck({ kind: 'sha256', digest: digestOf(Buffer.from(right)) }, 1);
        for (const body of [...others, right, ...others, `${right}x`, right.slice(1), right]) {
          expect(accepts(check, 0, Buffer.from(body), at)).toBe(body === right);
        }
      }),
    );
  });

  it('on several slots at once', () => {
    const good = Buffer.from('good');
    const check = createBodyCheck({ kind: 'sha256', digest: digestOf(good) }, 2);
    check.begin(0);
    check.begin(1);
    check.feed(0, good, 0, 2);
    check.feed(1, good, 0, 4);
    expect(check.accepts(1)).toBe(true);
    check.feed(0, good, 2, 4);
    expect(check.accepts(0)).toBe(true);
    expect(accepts(check, 1, Buffer.from('bad!'), [])).toBe(false);
  });

  it('above the size that is kept for comparing', () => {
    const large = Buffer.alloc(9 * 2 ** 20, 'x');
    const check = createBodyCheck({ kind: 'sha256', digest: digestOf(large) }, 1);
    expect(accepts(check, 0, large, [])).toBe(true);
    expect(accepts(check, 0, large.subarray(1), [])).toBe(false);
    expect(accepts(check, 0, large, [100])).toBe(true);
  });
});

it('an expectation is read from text', () => {
  const digest = 'AB'.repeat(32);
  expect(parseBodyExpectation(`sha256:${digest}`)).toEqual({ kind: 'sha256', digest: digest.toLowerCase() });
  expect(parseBodyExpectation('sha256: 12')).toEqual({ problem: expect.stringContaining('64 hex digits') });
  expect(parseBodyExpectation('')).toHaveProperty('problem');
  expect(parseBodyExpectation('"id"')).toEqual({ kind: 'contains', text: '"id"' });
});
