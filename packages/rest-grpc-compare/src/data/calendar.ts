import type { Random } from './random.js';

const MS_PER_SECOND = 1000;

/** A uniform instant in [fromMs, toMs), to the millisecond. Drawn in two steps because the span exceeds 32 bits. */
export function instantBetween(fromMs: number, toMs: number, random: Random): number {
  const seconds = random.below(Math.floor((toMs - fromMs) / MS_PER_SECOND));
  return fromMs + seconds * MS_PER_SECOND + random.below(MS_PER_SECOND);
}
