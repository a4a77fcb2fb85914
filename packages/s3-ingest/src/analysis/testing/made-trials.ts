import { createRandom } from '@benchwright/stats';
import type { CellTrial } from '../cell-trial.js';

/** How the made trials come about: multiplied effects, so that they are known. */
export interface MadeEffects {
  readonly rounds?: number;
  /** Standard deviation of the logarithm of a trial's latency. */
  readonly noise?: number;
  /** Further factor on the latency of a combination. */
  readonly extra?: (memory: number, batch: number, concurrency: number) => number;
  readonly seed?: number;
}

/**
 * Trials of a 3×3×2 design of which the truth is known: latency is 80 ms · (512 ÷ memory)^½ · batch^0.1 · extra, a round is up to 20 % slower than
 * another, cost is memory × latency per object.
 */
export function madeTrials({
  rounds = 6,
  noise = 0.05,
  extra = () => 1,
  seed = 1,
}: MadeEffects = {}): CellTrial[] {
  const random = createRandom(seed);
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) => {
    const ofRound = Math.exp(random.nextNormal(0, 0.1));
    return [512, 1024, 2048].flatMap((memory) =>
      [1, 10, 100].flatMap((batch) =>
        [0, 10].map((concurrency): CellTrial => {
          const expected = 80e6 * Math.sqrt(512 / memory) * batch ** 0.1 * extra(memory, batch, concurrency);
          const latency = expected * ofRound * Math.exp(random.nextNormal(0, noise));
          return {
            cellId: `m${memory} b${batch} c${concurrency}`,
            factors: { memory, batch, concurrency },
            round,
            latencyP50Ns: latency / 2,
            latencyP95Ns: latency,
            latencyMeanNs: latency / 1.8,
            objectsPerSec: 10e9 / latency,
            bytesPerSec: (1024 * batch * 10e9) / latency,
            usdPerMillionObjects: 5 + (memory / 1024) * (latency / 1e9) * 16.7,
          };
        }),
      ),
    );
  });
}
