import type { UserIdRange } from '../user-id-range.js';

const TWO_TO_MINUS_53 = 2 ** -53;

/**
 * The user id of a request: a pure function of the trial's seed and the request's number, uniform over the range. So
 * both protocols meet the same ids in a round in any order of sending, and a million requests need no list of ids.
 * Two rounds of a 32-bit finaliser per half (Chris Wellons' lowbias32) make 53 bits: the bias is below span / 2^53.
 */
export function drawUserId(range: UserIdRange, seed: number, sequence: number): number {
  const high = mix32(mix32(sequence ^ 0x9e3779b9) ^ seed) >>> 5;
  const low = mix32(mix32(sequence ^ 0x85ebca6b) + seed) >>> 6;
  const unit = (high * 2 ** 26 + low) * TWO_TO_MINUS_53;
  return range.min + Math.floor(unit * (range.max - range.min + 1));
}

function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
