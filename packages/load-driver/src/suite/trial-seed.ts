import { createRandom } from '@benchwright/stats';

/** The seed of a round's trials: a function of the run's seed and the trial number alone, so that every cell of a round meets the same inputs. */
export function trialSeed(runSeed: number, trial: number): number {
  return createRandom(runSeed).fork(`trial-${trial}`).nextUint32();
}
