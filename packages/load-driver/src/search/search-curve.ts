import type { SearchCurvePoint, SearchProbe, TrialRecord } from '@benchwright/result-schema';
import { mergeCounts } from '../summarize/merge-counts.js';
import { mergeDistributions } from '../summarize/merge-distributions.js';

/** Latency against rate: the probes of each rate merged, ascending. Pure. */
export function searchCurve(
  records: readonly TrialRecord[],
  probes: readonly SearchProbe[],
): SearchCurvePoint[] {
  const rates = [...new Set(probes.map((probe) => probe.ratePerSec))].sort((a, b) => a - b);
  return rates.map((ratePerSec) => {
    const at = probes.filter((probe) => probe.ratePerSec === ratePerSec);
    const trials = records.filter((record) => at.some((probe) => probe.probe === record.trial));
    return pointOf(ratePerSec, trials, at);
  });
}

function pointOf(
  ratePerSec: number,
  trials: readonly TrialRecord[],
  at: readonly SearchProbe[],
): SearchCurvePoint {
  const counts = mergeCounts(trials);
  const response = mergeDistributions(trials, 'responseTimeNs');
  const durationNs = trials.reduce((sum, trial) => sum + trial.durationNs, 0);
  return {
    ratePerSec,
    answeredPerSec: (counts.ok * 1e9) / durationNs,
    responseMeanNs: response?.moments.mean ?? null,
    responseP50Ns: response?.histogram.quantileValue(0.5) ?? null,
    responseP99Ns: response?.histogram.quantileValue(0.99) ?? null,
    errorShare: counts.sent > 0 ? counts.failed / counts.sent : 0,
    probes: at.length,
    met: at.filter((probe) => probe.outcome === 'met').length,
  };
}

/**
 * The knee: where rate ÷ mean response time ("power") is highest, so that a higher rate costs more in latency than it brings (Kleinrock 1979,
 * "Power and deterministic rules of thumb"). One of the rates probed; null when fewer than three were answered.
 */
export function kneeOf(curve: readonly SearchCurvePoint[]): number | null {
  const powers = curve.flatMap(({ ratePerSec, answeredPerSec, responseMeanNs }) =>
    responseMeanNs === null ? [] : [{ ratePerSec, power: answeredPerSec / responseMeanNs }],
  );
  if (powers.length < 3) return null;
  return powers.reduce((best, point) => (point.power > best.power ? point : best)).ratePerSec;
}
