import type { CellResult, RunResult } from '@benchwright/result-schema';
import type { EffectsAnalysis } from '../analysis/analyse-effects.js';
import { cheapestView, paretoView } from '../analysis/decision-views.js';
import { effectsView } from '../analysis/effects-view.js';
import type { InteractionPlot } from '../analysis/interaction-plots.js';
import { interactionView } from '../analysis/interaction-view.js';
import { wrapText } from '../analysis/text-columns.js';
import type { Workload } from '../lambda/settings.js';
import { analyseWorkload, type WorkloadAnalysis } from '../summarize/analyse-workload.js';

/** Below this, adjusted for all terms, an interaction counts as shown. */
const SHOWN = 0.05;

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
    [`${workload.toUpperCase()}: ANALYSIS (response times)`, ...reservations(analysis)].join('\n'),
    effects === null
      ? 'What changes the p95 cannot be told from one trial of each function: --trials 5\n'
      : effectsView(effects),
    ...(effects === null ? [] : shownPlots(effects).map((plot) => interactionView(plot, effects.metric))),
    paretoView(pareto),
    ...(cheapest === null ? [] : [cheapestView(cheapest)]),
  ];
}

/** What the analysis must not be believed in. */
function reservations({ leftOut, doubtful, pareto }: WorkloadAnalysis): string[] {
  return [
    ...(leftOut.length === 0
      ? []
      : wrapText(
          `Left out, for so many invocations failed that the rest is no sample of them: ${leftOut.join(', ')}.`,
        )),
    ...(doubtful.length === 0
      ? []
      : wrapText(
          `${doubtful.length} of the ${pareto.points.length} analysed are invalid: measure them again before anything here is relied on.`,
        )),
  ];
}

/** The means of the pairs of factors that do interact: of the others, the ratios between levels say all there is. */
function shownPlots({ terms, plots }: EffectsAnalysis): InteractionPlot[] {
  const shown = terms.filter(({ factors, adjustedPValue }) => factors.length === 2 && adjustedPValue < SHOWN);
  return plots.filter(({ xFactor, lineFactor }) =>
    shown.some(({ factors }) => factors.includes(xFactor) && factors.includes(lineFactor)),
  );
}
