import { machineFingerprint } from '../environment/fingerprint.js';
import type { HistoryCell, HistoryMetric } from '../schema/history.js';
import type { Metric } from '../schema/metric.js';
import type { CellResult, RunResult } from '../schema/run-result.js';
import { type Validity, validityOf } from '../schema/validity.js';
import { configKey } from './config-key.js';

/** Quantiles that are followed over time; others are in the run's folder. */
const KEPT = ['50', '95', '99'];

/**
 * What the history keeps of a run: a record for each cell. Pure; the same result gives the same records, which is what lets a history
 * be made anew from the run folders.
 */
export function historyCells(result: RunResult): HistoryCell[] {
  const { suite, run, environment } = result;
  const shared = {
    startedAt: run.startedAt,
    machine: machineFingerprint(environment),
    host: environment.hostname,
    config: configKey(run.config),
    git: environment.git,
  };
  return result.cells.map((cell) => {
    const { verdict, reasons } = validityIn(result.validity, cell, result.cells);
    return {
      type: 'cell',
      v: 1,
      run: run.id,
      suite,
      cell: cell.id,
      factors: cell.factors,
      ...shared,
      verdict,
      reasons: [...new Set(reasons.map(({ code }) => code))],
      metrics: Object.fromEntries(
        Object.entries(cell.metrics).map(([name, metric]) => [name, historyMetric(metric)]),
      ),
    };
  });
}

/** A cell's own verdict; what speaks against the run as a whole, and not against another cell of it, speaks against each. */
function validityIn(run: Validity, { validity }: CellResult, cells: readonly CellResult[]): Validity {
  const ofCells = new Set(cells.flatMap((cell) => cell.validity.reasons.map(({ code }) => code)));
  return validityOf([...validity.reasons, ...run.reasons.filter(({ code }) => !ofCells.has(code))]);
}

function historyMetric(metric: Metric): HistoryMetric {
  const { unit, better, statistic, n, estimate, interval, confidence } = metric;
  const percentiles = kept(metric.percentiles);
  const percentileIntervals = kept(metric.percentileIntervals);
  return {
    ...{ unit, better, statistic, n, estimate, interval, confidence },
    ...(percentiles === null ? {} : { percentiles }),
    ...(percentileIntervals === null ? {} : { percentileIntervals }),
  };
}

function kept<T>(byQuantile: Readonly<Record<string, T>> | undefined): Record<string, T> | null {
  const found = Object.entries(byQuantile ?? {}).filter(([quantile]) => KEPT.includes(quantile));
  return found.length === 0 ? null : Object.fromEntries(found);
}
