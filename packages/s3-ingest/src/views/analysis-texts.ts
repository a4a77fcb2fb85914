import type { CellResult, RunResult } from '@benchwright/result-schema';
import { analyseEffects } from '../analysis/analyse-effects.js';
import { cheapestConfiguration } from '../analysis/cheapest-configuration.js';
import { cheapestView, paretoView } from '../analysis/decision-views.js';
import { effectsView } from '../analysis/effects-view.js';
import { paretoFront } from '../analysis/pareto-front.js';
import type { Workload } from '../lambda/settings.js';
import { cellTrials } from '../summarize/cell-trials.js';

/** Which factor makes the difference, which configurations are worth having, and the cheapest that is fast enough: a text each. Pure. */
export function analysisTexts(
  cells: readonly CellResult[],
  workload: Workload,
  { config, seed }: Pick<RunResult['run'], 'config' | 'seed'>,
): string[] {
  const trials = cellTrials(cells, workload);
  if (new Set(trials.map(({ cellId }) => cellId)).size < 2) return [];
  const isRepeated = new Set(trials.map(({ round }) => round)).size > 1;
  const { maxP95 } = config;
  return [
    `${workload.toUpperCase()}: ANALYSIS (response times)`,
    isRepeated
      ? effectsView(analyseEffects(trials))
      : 'What changes the p95 cannot be told from one trial of each function: --trials 5\n',
    paretoView(paretoFront(trials, { seed })),
    ...(typeof maxP95 === 'number'
      ? [cheapestView(cheapestConfiguration(trials, { maxP95Ns: maxP95, seed }))]
      : []),
  ];
}
