import type { SearchLoad, SearchProbe, SearchResult, TrialRecord } from '@benchwright/result-schema';
import { parseSlo } from '../slo/parse-slo.js';
import { posteriorOf } from './posterior.js';
import { probeOutcome } from './probe-outcome.js';
import { kneeOf, searchCurve } from './search-curve.js';
import { countedOutcomes, nextStep, SEARCH_CONFIDENCE } from './strategy.js';

/** Who gave out is asked of so many failures next above the limit. */
const WITNESSES = 3;

/** What the whole probes of one search show. Pure: the same records give the same result, now or in a year. */
export function searchResult(search: SearchLoad, records: readonly TrialRecord[]): SearchResult {
  const slo = parseSlo(search.slo.join(','));
  const probes = records.map((record) => probeOutcome(slo, record));
  const step = nextStep(search, probes);
  const outcome: SearchResult['outcome'] = step.action === 'done' ? step.outcome : 'unfinished';
  const curve = searchCurve(records, probes);
  const bounds = boundsOf(search, probes, outcome);
  const limitedBy = outcome === 'above-range' ? null : whoGaveOut(probes, bounds.interval[0] ?? 0);
  const found = { slo: search.slo, outcome, limitedBy, ...bounds };
  return {
    ...found,
    confidence: SEARCH_CONFIDENCE,
    method: 'Bayesian bisection (QUEST with unknown slope), central credible interval',
    curve,
    kneeRatePerSec: kneeOf(curve),
    probes,
    statement: statementOf(search, found, probes.length),
  };
}

type Bounds = Pick<SearchResult, 'ratePerSec' | 'interval'>;

function boundsOf(
  search: SearchLoad,
  probes: readonly SearchProbe[],
  outcome: SearchResult['outcome'],
): Bounds {
  if (probes.length === 0) return { ratePerSec: null, interval: [null, null] };
  if (outcome === 'below-range') return { ratePerSec: null, interval: [null, search.fromRatePerSec] };
  if (outcome === 'above-range')
    return { ratePerSec: search.toRatePerSec, interval: [search.toRatePerSec, null] };
  const belief = posteriorOf(search, countedOutcomes(probes));
  const [low, high] = belief.interval(SEARCH_CONFIDENCE);
  // What lies beyond the range was never tried.
  return {
    ratePerSec: Math.min(belief.quantile(0.5), search.toRatePerSec),
    interval: [low < search.fromRatePerSec ? null : low, high > search.toRatePerSec ? null : high],
  };
}

/** By the failures next above the lower end of the interval; null when there are none. */
function whoGaveOut(probes: readonly SearchProbe[], low: number): SearchResult['limitedBy'] {
  const failures = probes
    .filter((probe) => probe.outcome !== 'met' && probe.ratePerSec >= low)
    .sort((a, b) => a.ratePerSec - b.ratePerSec)
    .slice(0, WITNESSES);
  if (failures.length === 0) return null;
  const blamed = failures.filter((probe) => probe.outcome === 'generator').length;
  return blamed * 2 >= failures.length ? 'generator' : 'target';
}

function statementOf(
  search: SearchLoad,
  { outcome, limitedBy, ratePerSec, interval }: Bounds & Pick<SearchResult, 'outcome' | 'limitedBy'>,
  probes: number,
): string {
  const slo = search.slo.join(',');
  const made = probes === 1 ? '1 probe' : `${probes} probes`;
  const blame = limitedBy === 'generator' ? '; the generator, not the target, gave out first' : '';
  switch (outcome) {
    case 'below-range':
      return `${slo} is not met at ${perSec(search.fromRatePerSec)}, the lowest rate asked for, ${made}${blame}`;
    case 'above-range':
      return `${slo} is met at every rate up to ${perSec(search.toRatePerSec)}, the highest asked for, ${made}`;
    case 'found':
      return `highest rate that meets ${slo}: ${perSec(ratePerSec)}, ${intervalText(interval)}, ${made}${blame}`;
    case 'imprecise':
      return `highest rate that meets ${slo}, less precisely than asked: ${perSec(ratePerSec)}, ${intervalText(interval)}, ${made}${blame}`;
    case 'unfinished':
      return `search for the highest rate that meets ${slo} is not finished: so far ${perSec(ratePerSec)}, ${intervalText(interval)}, ${made}${blame}`;
  }
}

function intervalText([low, high]: Bounds['interval']): string {
  return `95 % interval ${low === null ? 'unknown' : perSec(low).replace('/s', '')}–${high === null ? 'unknown' : perSec(high).replace('/s', '')}`;
}

/** Four digits, thousands apart: 1840 as `1,840/s`, 12.3456 as `12.35/s`. */
function perSec(rate: number | null): string {
  if (rate === null) return 'unknown';
  return `${Number(rate.toPrecision(4)).toLocaleString('en-US')}/s`;
}
