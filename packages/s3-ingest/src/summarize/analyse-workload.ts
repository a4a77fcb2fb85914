import type { CellResult, RunResult } from '@benchwright/result-schema';
import { analyseEffects, type EffectsAnalysis } from '../analysis/analyse-effects.js';
import { type CheapestConfiguration, cheapestConfiguration } from '../analysis/cheapest-configuration.js';
import { type ParetoFront, paretoFront } from '../analysis/pareto-front.js';
import type { Workload } from '../lambda/settings.js';
import { cellTrials } from './cell-trials.js';

/** What the design of one workload is for. */
export interface WorkloadAnalysis {
  readonly workload: Workload;
  /**
   * Configurations that take no part: so many of their invocations failed that what came through is no sample of what was asked for. Throttled ones
   * that are given up make a reservation that is too small look fast.
   */
  readonly leftOut: readonly string[];
  /** Configurations that take part and are invalid for another reason. */
  readonly doubtful: readonly string[];
  /** Null where every function has one trial only: noise and effect cannot be told apart. */
  readonly effects: EffectsAnalysis | null;
  readonly pareto: ParetoFront;
  /** Null unless the config's `maxP95` asks for it. */
  readonly cheapest: CheapestConfiguration | null;
}

/**
 * Which factor makes the difference, which configurations are worth having, and the cheapest that is fast enough; null where fewer than two
 * functions of the workload can be compared. Latencies are response times. Pure: its resamples are drawn from the run's seed.
 */
export function analyseWorkload(
  cells: readonly CellResult[],
  workload: Workload,
  { config, seed }: Pick<RunResult['run'], 'config' | 'seed'>,
): WorkloadAnalysis | null {
  const ofWorkload = cells.filter(({ factors }) => factors.workload === workload);
  const compared = ofWorkload.filter((cell) => !restsOnSurvivors(cell));
  const trials = cellTrials(compared, workload);
  if (new Set(trials.map(({ cellId }) => cellId)).size < 2) return null;
  const isRepeated = new Set(trials.map(({ round }) => round)).size > 1;
  const { maxP95 } = config;
  return {
    workload,
    leftOut: ofWorkload.filter(restsOnSurvivors).map(({ id }) => id),
    doubtful: compared.filter(({ validity }) => validity.verdict === 'invalid').map(({ id }) => id),
    effects: isRepeated ? analyseEffects(trials) : null,
    pareto: paretoFront(trials, { seed }),
    cheapest: typeof maxP95 === 'number' ? cheapestConfiguration(trials, { maxP95Ns: maxP95, seed }) : null,
  };
}

function restsOnSurvivors({ validity }: CellResult): boolean {
  return validity.reasons.some(({ code, verdict }) => code === 'TARGET_ERRORS' && verdict === 'invalid');
}
