import { compareCells, type RunRecords, summarizeRun, trialMetric } from '@benchwright/load-driver';
import type { CellResult, Comparison, Metric, RunResult, TrialRecord } from '@benchwright/result-schema';
import { EXTRA } from './extra.js';
import { METRIC, OPTIMIZE_OPERATIONS } from './technique.js';
import { BEFORE, cellId, cellParts } from './variant.js';

/** Folds the records of a run into its result: every server against the one before, operation by operation. Pure. */
export function summarizeOptimize(records: RunRecords): RunResult {
  return summarizeRun(records, {
    // Rates are compared here: no reader looks at the far percentiles of trials this short.
    percentile: 50,
    extraMetrics: (trials, { id }) => ownMetrics(trials, cellParts(id).operation),
    compare: compareWithBefore,
  });
}

function ownMetrics(trials: readonly TrialRecord[], operation: string): Record<string, Metric> {
  if (trials.length === 0) return {};
  if (operation === 'health') {
    const perTrial = trials.map(({ extra }) => extra[EXTRA.startNs] ?? 0);
    return {
      [METRIC.start]: trialMetric({
        unit: 'ns',
        better: 'lower',
        statistic: 'start of the process',
        perTrial,
      }),
    };
  }
  if (operation !== 'verify') return {};
  const perTrial = trials.map(
    ({ counts, durationNs, extra }) => (counts.ok * (extra[EXTRA.perRequest] ?? 1)) / (durationNs / 1e9),
  );
  return {
    [METRIC.verifications]: trialMetric({ unit: '1/s', better: 'higher', statistic: 'rate', perTrial }),
  };
}

/** What is compared of each operation. Verifications in place of requests: a batch is one request. */
const COMPARED: Readonly<Record<(typeof OPTIMIZE_OPERATIONS)[number], readonly string[]>> = {
  health: [METRIC.requests, METRIC.start],
  verify: [METRIC.requests, METRIC.verifications],
  generate: [METRIC.requests],
  list: [METRIC.requests, 'wireBytesIn'],
};

function compareWithBefore(cells: readonly CellResult[]): Comparison[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const servers = [...new Set(cells.map(({ id }) => cellParts(id).variant))].filter((id) => id !== BEFORE);
  return servers.flatMap((server) =>
    OPTIMIZE_OPERATIONS.flatMap((operation) => {
      const base = byId.get(cellId(BEFORE, operation));
      const head = byId.get(cellId(server, operation));
      if (base === undefined || head === undefined) return [];
      return COMPARED[operation].flatMap((metric) => compareCells(base, head, metric) ?? []);
    }),
  );
}
