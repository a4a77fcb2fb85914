/** A seeded source of uniform integers. */
export interface Random {
  /** A uniform integer in [0, bound). `bound` is at most 2^32; the bias of the scaling used is below bound / 2^32. */
  below(bound: number): number;
}

const GOLDEN_GAMMA = 0x9e3779b9;
const TWO_TO_32 = 4294967296;
const WARM_UP_DRAWS = 12;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), its state filled from the seed by splitmix32.
 *
 * It lives here, and not in a shared package, because its output is part of the data set's contract: users 1–10000 must
 * stay the same bytes for ever, whatever generator the statistics use.
 *
 * @param seed any safe integer; both halves of it count
 * @param stream separates independent sequences drawn from one seed
 */
export function createDataRandom(seed: number, stream: number): Random {
  let mixState = (seed ^ Math.floor(seed / TWO_TO_32) ^ Math.imul(stream + 1, GOLDEN_GAMMA)) | 0;
  const fill = (): number => {
    mixState = (mixState + GOLDEN_GAMMA) | 0;
    let z = mixState;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let a = fill();
  let b = fill();
  let c = fill();
  let counter = 1;
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let draw = 0; draw < WARM_UP_DRAWS; draw++) next();
  return { below: (bound) => Math.floor((next() / TWO_TO_32) * bound) };
}
