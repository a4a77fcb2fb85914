import type { CellResult, RunResult } from '@benchwright/result-schema';
import { toTerminalSafeJson } from '../json/render-json.js';

/**
 * A result as lines of JSON, each with a `type` and enough to stand alone (`suite`, `run`): `run` first, then for each cell a
 * `cell` and its `metric` lines, then `comparison` and `slo`. Base units (nanoseconds, bytes, per second); histograms are left
 * out. For log shippers, `jq` and databases that load a line a row.
 */
export function renderNdjson(result: RunResult): string {
  const { suite, run, environment, validity, comparisons, slos } = result;
  const named = { suite, run: run.id };
  return [
    {
      type: 'run',
      ...named,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      outcome: run.outcome,
      seed: run.seed,
      command: run.command,
      host: environment.hostname,
      commit: environment.git?.commit ?? null,
      verdict: validity.verdict,
      reasons: validity.reasons,
    },
    ...result.cells.flatMap((cell) => cellLines(cell, named)),
    ...comparisons.map((comparison) => ({ type: 'comparison', ...named, ...comparison })),
    ...slos.map((slo) => ({ type: 'slo', ...named, ...slo })),
  ]
    .map((line) => toTerminalSafeJson(line, 0))
    .join('');
}

function cellLines(cell: CellResult, named: { suite: string; run: string }): object[] {
  const { id, factors, trials, plannedTrials, interruptedTrials, validity, counts, metrics } = cell;
  return [
    {
      type: 'cell',
      ...named,
      cell: id,
      factors,
      trials,
      plannedTrials,
      interruptedTrials,
      verdict: validity.verdict,
      reasons: validity.reasons,
      counts,
    },
    ...Object.entries(metrics).map(([metric, { histogram: _left, ...figures }]) => ({
      type: 'metric',
      ...named,
      cell: id,
      metric,
      ...figures,
    })),
  ];
}
