import type { Redis } from 'ioredis';

/** One reading of Redis' clock between two readings of our own. */
export interface ClockReading {
  readonly sentHrNs: bigint;
  readonly receivedHrNs: bigint;
  /** Microseconds since 1970. */
  readonly redisUs: number;
}

/** Redis' clock against this machine's monotonic one. */
export interface ClockOffset {
  /** Redis' time, in nanoseconds since 1970, minus `process.hrtime.bigint()`. */
  readonly redisMinusHrNs: bigint;
  /** By how much that may be wrong: the answer came at some moment of the round trip, and the clock ticks in microseconds. */
  readonly uncertaintyNs: number;
}

const READINGS = 12;
const TICK_NS = 1000;

/**
 * The offset according to the reading with the shortest round trip (Cristian 1989): Redis was read in its middle, give or take half of it. Pure.
 *
 * @throws when there is no reading
 */
export function offsetOf(readings: readonly ClockReading[]): ClockOffset {
  const [best] = [...readings].sort((a, b) => (roundTripNs(a) < roundTripNs(b) ? -1 : 1));
  if (best === undefined) throw new Error('no reading of the clock');
  const middleHrNs = best.sentHrNs + roundTripNs(best) / 2n;
  return {
    redisMinusHrNs: BigInt(best.redisUs) * 1000n - middleHrNs,
    uncertaintyNs: Number(roundTripNs(best)) / 2 + TICK_NS,
  };
}

/** Reads Redis' clock several times, one after the other. */
export async function measureOffset(redis: Redis, readings: number = READINGS): Promise<ClockOffset> {
  const taken: ClockReading[] = [];
  for (let i = 0; i < readings; i++) {
    const sentHrNs = process.hrtime.bigint();
    const [seconds, micros] = await redis.time();
    taken.push({
      sentHrNs,
      receivedHrNs: process.hrtime.bigint(),
      redisUs: Number(seconds) * 1e6 + Number(micros),
    });
  }
  return offsetOf(taken);
}

/** The instant of `process.hrtime.bigint()` at which Redis' clock shows this. */
export function hrInstantOf(redisUs: number, { redisMinusHrNs }: ClockOffset): bigint {
  return BigInt(Math.round(redisUs)) * 1000n - redisMinusHrNs;
}

/** Redis' time now, in milliseconds since 1970. */
export function redisNowMs({ redisMinusHrNs }: ClockOffset): number {
  return Number((process.hrtime.bigint() + redisMinusHrNs) / 1_000_000n);
}

/** Redis' clock minus this machine's wall clock; the wall clock is read to a millisecond. */
export function wallOffsetNs({ redisMinusHrNs }: ClockOffset): number {
  return Number(process.hrtime.bigint() + redisMinusHrNs - BigInt(Date.now()) * 1_000_000n);
}

function roundTripNs({ sentHrNs, receivedHrNs }: ClockReading): bigint {
  return receivedHrNs - sentHrNs;
}
