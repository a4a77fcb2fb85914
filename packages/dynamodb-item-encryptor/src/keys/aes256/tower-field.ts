/**
 * AES's substitution in a form that needs no table of 256 bytes: bytes as pairs of elements of GF(2⁴), whose inverses and multiples are tables of 16
 * entries, which a processor looks up 16 at a time within one register. No address depends on a secret (M. Hamburg, "Accelerating AES with vector
 * permute instructions", CHES 2009). Everything is computed from AES's definition (FIPS 197, 4.2 and 5.1.1), so that nothing can be mistyped.
 */

/** What a table of 16 entries is. */
export type Lookup = readonly number[];

// Powers of 3 are every number but 0, so products and inverses are sums of exponents.
const powersOf3 = [1];
while (powersOf3.length < 255) {
  const last = powersOf3[powersOf3.length - 1]!;
  const twice = (last << 1) ^ (last & 0x80 ? 0x11b : 0);
  powersOf3.push(last ^ twice);
}
const exponentOf = (x: number): number => powersOf3.indexOf(x);
const multiply = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : powersOf3[(exponentOf(a) + exponentOf(b)) % 255]!;
const invert = (a: number): number => (a === 0 ? 0 : powersOf3[(255 - exponentOf(a)) % 255]!);

const bytes = Array.from({ length: 256 }, (_, i) => i);
const nibbles = bytes.slice(0, 16);
// GF(2⁴) within GF(2⁸): the powers of 3¹⁷, whose order is 15. A nibble's bits say which of the first four it is the sum of.
const elementOf = nibbles.map((nibble) =>
  [0, 1, 2, 3].reduce((sum, bit) => sum ^ ((nibble >> bit) & 1 ? powersOf3[17 * bit]! : 0), 0),
);
const nibbleOf = (element: number): number => elementOf.indexOf(element);

// ζ² + aζ + a = 0, with a in GF(2⁴) and ζ outside: a byte is k + iζ, its norm k² + aki + ai², its inverse (k + ai + iζ) over that.
const [a, zeta] = nibbles
  .slice(1)
  .flatMap((nibble) => bytes.map((x) => [elementOf[nibble]!, x] as const))
  .find(([a, x]) => !elementOf.includes(x) && (multiply(x, x) ^ multiply(a, x) ^ a) === 0)!;

/** A byte from its nibbles k (low) and i (high). */
const fromPair = bytes.map((pair) => elementOf[pair & 15]! ^ multiply(elementOf[pair >> 4]!, zeta));
/** Its nibbles: k below, i above. */
export const toPair: Lookup = bytes.map((byte) => fromPair.indexOf(byte));

/** Stands for 1 ÷ 0. As an index it is out of range, for which a lookup gives 0; and so it is with any nibble added. */
const infinity = 0x80;

/** A byte into its pair: an entry for the low bits, and one for the high ones, to be added. */
export const pairOfLow: Lookup = nibbles.map((n) => toPair[n]!);
export const pairOfHigh: Lookup = nibbles.map((n) => toPair[n << 4]!);

/** 1 ÷ n and a ÷ n, in GF(2⁴). */
export const inverse: Lookup = nibbles.map((n) => (n === 0 ? infinity : nibbleOf(invert(elementOf[n]!))));
export const inverseTimesA: Lookup = nibbles.map((n) =>
  n === 0 ? infinity : nibbleOf(multiply(a, invert(elementOf[n]!))),
);

/** What S-box does after the inverse, but for the constant (FIPS 197, 5.1.1). */
const spread = (x: number): number =>
  [0, 1, 2, 3, 4].reduce((sum, by) => sum ^ (((x << by) | (x >> (8 - by))) & 0xff), 0);
export const constant = 0x63;

/**
 * The last step, from u = 1 ÷ io = (k + ai) ÷ norm and t = 1 ÷ jo = (k + ak + ai) ÷ norm: since u + t = ak ÷ norm, the inverse is
 * u + ζ · (u ÷ a + (u + t) ÷ a²), and linear in both. The two tables of what `finish` makes of it, to be added.
 */
function outputs(finish: (x: number) => number): { readonly ofIo: Lookup; readonly ofJo: Lookup } {
  const perA = invert(a);
  const perAA = multiply(perA, perA);
  const inverseElement = (n: number): number => invert(elementOf[n]!);
  return {
    ofIo: nibbles.map((n) => {
      const u = inverseElement(n);
      return finish(spread(u ^ multiply(zeta, multiply(u, perA ^ perAA))));
    }),
    ofJo: nibbles.map((n) => finish(spread(multiply(zeta, multiply(inverseElement(n), perAA))))),
  };
}

/** S-box without its constant, as a pair; twice that, as MixColumns needs it; and as a byte. */
export const substituted = outputs((x) => toPair[x]!);
export const doubled = outputs((x) => toPair[multiply(x, 2)]!);
export const substitutedByte = outputs((x) => x);

/** The round constants of AES-256's key schedule (FIPS 197, 5.2). */
export const roundConstants: readonly number[] = Array.from({ length: 7 }, (_, i) => 1 << i);

/** A pair back into its byte: an entry for k, and one for i, to be added. */
export const byteOfK: Lookup = nibbles.map((n) => fromPair[n]!);
export const byteOfI: Lookup = nibbles.map((n) => fromPair[n << 4]!);
