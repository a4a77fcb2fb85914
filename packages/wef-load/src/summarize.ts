import { latencyMetric, type RunRecords, summarizeRun, trialMetric } from '@benchwright/load-driver';
import {
  type Metric,
  type RunResult,
  type SloResult,
  type TrialRecord,
  type Validity,
  validityOf,
} from '@benchwright/result-schema';
import { judgeWef, type WefVerdict } from './judge.js';
import { WEF_CELL } from './plan.js';
import { END_TO_END_DELAY, FIGURES } from './trial-figures.js';
import { wefFacts } from './wef-facts.js';

/** The condition that stands in every result of this suite, whatever the config's own. */
export const DELIVERY = 'events delivered';

/**
 * Folds the records of a run into its result: what every suite has, in batches; rates in events; and whether all events were delivered, as a
 * condition that fails the run like an SLO. Pure.
 */
export function summarizeWef(records: RunRecords): RunResult {
  const result = summarizeRun(records, { extraMetrics: eventMetrics });
  const facts = wefFacts(records, result);
  if (facts === null || records.outcome === 'interrupted') return result;
  const verdict = judgeWef(facts);
  const judged = verdict.outcome === 'invalid' ? result : withFailuresOfCollector(result);
  return withInvalidity({ ...judged, slos: [deliverySlo(verdict), ...result.slos] }, verdict);
}

/** The verdict as a condition among the SLOs. A generator that was too slow has shown nothing. */
function deliverySlo({ outcome, reasons, receivedPerSec }: WefVerdict): SloResult {
  const passed = `every event that was acknowledged was received, ${Math.round(receivedPerSec)} events/s over the run`;
  return {
    id: DELIVERY,
    cell: WEF_CELL,
    outcome: outcome === 'passed' ? 'pass' : outcome === 'failed' ? 'fail' : 'not-shown',
    text: reasons.length === 0 ? passed : reasons.map(({ code, text }) => `${code}: ${text}`).join('; '),
  };
}

/** What a collector that is overrun brings about: the condition above judges it, and a run that failed by it is not invalid. */
const DOING_OF_COLLECTOR: ReadonlySet<string> = new Set(['TARGET_ERRORS', 'RATE_NOT_REACHED']);

function withFailuresOfCollector(result: RunResult): RunResult {
  const softened = ({ reasons }: Validity): Validity =>
    validityOf(
      reasons.map((reason) =>
        DOING_OF_COLLECTOR.has(reason.code) ? { ...reason, verdict: 'suspect' } : reason,
      ),
    );
  return {
    ...result,
    cells: result.cells.map((cell) => ({ ...cell, validity: softened(cell.validity) })),
    validity: softened(result.validity),
  };
}

/** The result of a generator that was too slow is invalid, even where the driver's own rules would let it pass. */
function withInvalidity(result: RunResult, { outcome, reasons }: WefVerdict): RunResult {
  const [reason] = reasons;
  if (outcome !== 'invalid' || reason === undefined || result.validity.verdict === 'invalid') return result;
  const hint = 'Use a faster machine, more workers on more cores, or a lower rate.';
  return {
    ...result,
    validity: {
      verdict: 'invalid',
      reasons: [{ ...reason, verdict: 'invalid', hint }, ...result.validity.reasons],
    },
  };
}

function eventMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  const rates = [
    ['eventsOfferedPerSec', FIGURES.eventsOffered],
    ['eventsSentPerSec', FIGURES.eventsSent],
    ['eventsAcknowledgedPerSec', FIGURES.eventsAcknowledged],
    ['eventsReceivedPerSec', FIGURES.eventsReceived],
  ] as const;
  for (const [metric, figure] of rates) {
    const perTrial = valuesOf(trials, figure, ({ durationNs }) => durationNs / 1e9);
    if (perTrial !== null) {
      metrics[metric] = trialMetric({
        unit: '1/s',
        better: 'higher',
        statistic: 'events per second',
        perTrial,
      });
    }
  }
  for (const [metric, better] of COUNTED) {
    const perTrial = valuesOf(trials, metric, () => 1);
    if (perTrial === null) continue;
    metrics[metric] = trialMetric({
      unit: UNITS[metric] ?? '1',
      better,
      statistic: 'counted',
      counted: true,
      perTrial,
    });
  }
  const delay = latencyMetric(trials, END_TO_END_DELAY);
  return delay === null ? metrics : { ...metrics, [END_TO_END_DELAY]: delay };
}

const COUNTED: readonly (readonly [string, 'higher' | 'lower'])[] = [
  [FIGURES.eventsStored, 'higher'],
  [FIGURES.eventsMissing, 'lower'],
  [FIGURES.eventsDuplicated, 'lower'],
  [FIGURES.storedFiles, 'lower'],
  [FIGURES.storedBytes, 'lower'],
  [FIGURES.resent, 'lower'],
];
const UNITS: Readonly<Record<string, string>> = { [FIGURES.storedBytes]: 'B' };

/** A figure of every trial over something; null where a trial has none. */
function valuesOf(
  trials: readonly TrialRecord[],
  figure: string,
  over: (trial: TrialRecord) => number,
): number[] | null {
  const values = trials.flatMap((trial) => {
    const value = trial.extra[figure];
    return value === undefined ? [] : [value / over(trial)];
  });
  return trials.length === 0 || values.length < trials.length ? null : values;
}
