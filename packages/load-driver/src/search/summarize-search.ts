import {
  type CellResult,
  type Metric,
  type PlanCell,
  type SearchLoad,
  type SearchResult,
  type TrialRecord,
  type ValidityReason,
  validityOf,
} from '@benchwright/result-schema';
import { judgeCeiling } from '../ceiling/ceiling-share.js';
import type { RunRecords } from '../suite/suite.js';
import { cellMetrics } from '../summarize/cell-metrics.js';
import { mergeCounts } from '../summarize/merge-counts.js';
import { judgeCell } from '../validity/judge-cell.js';
import { probesOf } from './probes-of.js';
import { searchResult } from './search-result.js';

/** As of SummarizeHooks. */
type ExtraMetrics = (trials: readonly TrialRecord[], cell: PlanCell) => Record<string, Metric>;

/** Probes this close below the rate found describe what it is like there. */
const CLOSE = 0.9;

/**
 * The result of a cell that is a search: the rate found as a metric, and the common metrics of the probes that met the SLO just below it.
 * They ran at rates that differ by up to a tenth, so trials that disagree are no reason here. Pure.
 */
export function summarizeSearchCell(
  cell: PlanCell & { readonly search: SearchLoad },
  { trials, ceilings }: Pick<RunRecords, 'trials' | 'ceilings'>,
  extraMetrics?: ExtraMetrics,
): CellResult {
  const all = trials.filter((record) => record.cell === cell.id);
  const probes = probesOf(cell.id, all);
  const search = searchResult(cell.search, probes);
  const used = nextBelow(probes, search);
  const judged = judgeCeiling(cell.id, used, ceilings);
  const reasons = judgeCell(used, { planned: used.length, whole: used.length });
  return {
    id: cell.id,
    factors: cell.factors,
    trials: probes.length,
    plannedTrials: probes.length,
    interruptedTrials: all.length - probes.length,
    validity: validityOf([
      ...reasons.filter(({ code }) => code !== 'TRIALS_DISAGREE'),
      ...searchReasons(search),
      ...(judged?.reasons ?? []),
    ]),
    counts: mergeCounts(used),
    metrics: {
      ...rateMetric(search, probes.length),
      ...cellMetrics(used),
      ...(used.length === 0 ? {} : extraMetrics?.(used, cell)),
    },
    search,
    ...(judged === null ? {} : { ceiling: judged.ceiling }),
    series: probes.map(({ trial, series }) => ({ trial, series })),
    health: probes.map(({ trial, health, target }) => ({ trial, health, target })),
  };
}

function nextBelow(
  probes: readonly TrialRecord[],
  { probes: outcomes, ratePerSec }: SearchResult,
): TrialRecord[] {
  const met = outcomes.filter((probe) => probe.outcome === 'met');
  const limit = ratePerSec ?? Number.POSITIVE_INFINITY;
  const highest = Math.max(0, ...met.map((probe) => probe.ratePerSec).filter((rate) => rate <= limit));
  const close = met.filter((probe) => probe.ratePerSec <= limit && probe.ratePerSec >= CLOSE * highest);
  return probes.filter((record) => close.some((probe) => probe.probe === record.trial));
}

function searchReasons({ outcome, limitedBy, probes }: SearchResult): ValidityReason[] {
  const reasons: ValidityReason[] = [];
  if (outcome === 'unfinished') {
    reasons.push({
      code: 'SEARCH_UNFINISHED',
      verdict: 'suspect',
      text: `the search was cut short after ${probes.length} probes`,
      hint: 'Go on where it stopped with --resume and the run folder.',
    });
  }
  if (outcome === 'imprecise') {
    reasons.push({
      code: 'SEARCH_IMPRECISE',
      verdict: 'suspect',
      text: `after all ${probes.length} probes allowed the interval is wider than asked`,
      hint: 'Make the probes longer (their p99 then varies less), allow more of them, or ask for less precision.',
    });
  }
  if (limitedBy === 'generator') {
    reasons.push({
      code: 'GENERATOR_LIMIT',
      verdict: 'suspect',
      text: 'above the rate found it was the generator that gave out first: the target may sustain more',
      hint: 'Use more workers, or a generator on cores or a machine of its own.',
    });
  }
  return reasons;
}

function rateMetric(search: SearchResult, n: number): Record<string, Metric> {
  if (search.ratePerSec === null) return {};
  return {
    sustainedPerSec: {
      unit: '1/s',
      better: 'higher',
      estimate: search.ratePerSec,
      interval: search.interval,
      confidence: search.confidence,
      n,
      statistic: 'highest rate that meets the SLO',
      method: search.method,
      warnings: [],
    },
  };
}
