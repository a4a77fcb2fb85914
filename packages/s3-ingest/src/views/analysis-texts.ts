import type { CellResult, RunResult } from '@benchwright/result-schema';
import { cheapestView, paretoView } from '../analysis/decision-views.js';
import { effectsView } from '../analysis/effects-view.js';
import type { Workload } from '../lambda/settings.js';
import { analyseWorkload } from '../summarize/analyse-workload.js';

/** Which factor makes the difference, which configurations are worth having, and the cheapest that is fast enough: a text each. Pure. */
export function analysisTexts(
  cells: readonly CellResult[],
  workload: Workload,
  run: Pick<RunResult['run'], 'config' | 'seed'>,
): string[] {
  const analysis = analyseWorkload(cells, workload, run);
  if (analysis === null) return [];
  const { effects, pareto, cheapest } = analysis;
  return [
    `${workload.toUpperCase()}: ANALYSIS (response times)`,
    effects === null
      ? 'What changes the p95 cannot be told from one trial of each function: --trials 5\n'
      : effectsView(effects),
    paretoView(pareto),
    ...(cheapest === null ? [] : [cheapestView(cheapest)]),
  ];
}
