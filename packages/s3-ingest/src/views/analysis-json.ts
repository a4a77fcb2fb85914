import type { RunResult } from '@benchwright/result-schema';
import type { EffectsAnalysis } from '../analysis/analyse-effects.js';
import { analyseWorkload, type WorkloadAnalysis } from '../summarize/analyse-workload.js';

/** Raised when a member changes its meaning or goes; members that are new do not raise it. */
const SCHEMA_VERSION = 1;

/**
 * The analysis of each workload for other programs, as JSON: what the text shows, unrounded, in nanoseconds and US dollars, and the means to
 * plot interactions from. A number that is unknown or infinite (such as the interval of one trial) is null. Pure.
 */
export function renderAnalysisJson(result: RunResult): string {
  const { run, cells, suite } = result;
  const measured = cells.filter(({ trials }) => trials > 0);
  const workloads = (['events', 'batch'] as const)
    .map((workload) => analyseWorkload(measured, workload, run))
    .filter((analysis) => analysis !== null)
    .map(documentOf);
  const document = { schemaVersion: SCHEMA_VERSION, suite, run: run.id, seed: run.seed, workloads };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function documentOf({ effects, ...analysis }: WorkloadAnalysis) {
  return { ...analysis, effects: effects === null ? null : effectsOf(effects) };
}

/** Without the residuals, one per trial: who wants those has the trials. */
function effectsOf({ anova, plots, ...analysis }: EffectsAnalysis) {
  const { n, method, residual, totalSumSquares, cells } = anova;
  return { ...analysis, anova: { n, method, residual, totalSumSquares, cells }, interactions: plots };
}
