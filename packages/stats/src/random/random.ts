import { normalQuantile } from '../distribution/normal.js';
import { requireArgument } from '../errors.js';
import { fnv1a64, splitMix64 } from './splitmix64.js';

/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform integer in 0 … 2³²−1. */
  nextUint32(): number;
  /** Uniform in [0, 1) with 53 random bits (two words). */
  nextFloat(): number;
  /** Uniform integer in 0 … bound−1, without modulo bias. `bound` is an integer in 1 … 2³². */
  nextInt(bound: number): number;
  /** Exponential with the given rate (mean 1/rate). Default rate 1. Never 0 draws to infinity. */
  nextExponential(rate?: number): number;
  /** Normal with the given mean and standard deviation, by inversion (one float per draw). */
  nextNormal(mean?: number, stddev?: number): number;
  /** Fisher–Yates in place; returns the same array. */
  shuffle<T>(items: T[]): T[];
  /**
   * An independent stream named by `label`. It depends on the seed and the labels on the way only, not on
   * what was drawn before: forking "cell-3" gives the same numbers whether or not "cell-2" ever ran.
   */
  fork(label: string | number): Random;
}

/** What identifies a stream: a safe integer (kept in results) or any text. */
export type Seed = number | string;

/**
 * Creates a xoshiro128** generator (Blackman and Vigna, version 1.1), its state filled by SplitMix64.
 * Period 2¹²⁸−1; not for cryptography. Throws `ERR_STATS_BAD_ARGUMENT` for a number that is no safe integer.
 */
export function createRandom(seed: Seed): Random {
  if (typeof seed === 'number') {
    requireArgument(Number.isSafeInteger(seed), `a numeric seed must be a safe integer, got ${seed}`);
    return new Xoshiro128(BigInt(seed));
  }
  return new Xoshiro128(fnv1a64(seed));
}

class Xoshiro128 implements Random {
  readonly #seed: bigint;
  readonly #state: Int32Array;

  constructor(seed: bigint) {
    this.#seed = BigInt.asUintN(64, seed);
    this.#state = initialState(this.#seed);
  }

  nextUint32(): number {
    return nextWord(this.#state);
  }

  nextFloat(): number {
    const high = nextWord(this.#state) >>> 5;
    const low = nextWord(this.#state) >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  nextInt(bound: number): number {
    requireArgument(
      Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32,
      `nextInt needs an integer bound in 1 … 2^32, got ${bound}`,
    );
    // Words at or above the last whole multiple of `bound` would favour small results: draw again.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let word = nextWord(this.#state);
    while (word >= limit) word = nextWord(this.#state);
    return word % bound;
  }

  nextExponential(rate = 1): number {
    return -Math.log1p(-this.nextFloat()) / rate;
  }

  nextNormal(mean = 0, stddev = 1): number {
    // The middle of one of 2^53 equal cells: never 0 or 1, so never infinite.
    return mean + stddev * normalQuantile(this.nextFloat() + 2 ** -54);
  }

  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.nextInt(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
    return items;
  }

  fork(label: string | number): Random {
    // The parent's seed first, then the kind of label, so that fork(1) and fork("1") differ and order counts.
    return new Xoshiro128(fnv1a64(`${this.#seed}/${typeof label}:${label}`));
  }
}

function initialState(seed: bigint): Int32Array {
  const words = splitMix64(seed);
  const state = new Int32Array(4);
  for (let i = 0; i < 4; i += 2) {
    const word = words.next().value;
    state[i] = Number(BigInt.asIntN(32, word));
    state[i + 1] = Number(BigInt.asIntN(32, word >> 32n));
  }
  // All zero is the one state that xoshiro never leaves.
  if ((state[0]! | state[1]! | state[2]! | state[3]!) === 0) state[0] = 1;
  return state;
}

/** One step of xoshiro128** on a state of four words; exported for the test against the reference's numbers. */
export function nextWord(state: Int32Array): number {
  const s0 = state[0]!;
  const s1 = state[1]!;
  const s2 = state[2]!;
  const s3 = state[3]!;
  const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[0] = s0 ^ t3;
  state[1] = s1 ^ t2;
  state[2] = t2 ^ (s1 << 9);
  state[3] = rotateLeft(t3, 11);
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
