import type { Calibration, Comparison } from '@benchwright/result-schema';
import { floorShare } from '../ceiling/resolution.js';
import { percent } from '../validity/rule.js';

/** Which noise a comparison is held against: by metric, then by the beginning of its statistic. */
const LATENCY: Readonly<Record<string, string>> = {
  p50: 'responseTimeP50Ns',
  p99: 'responseTimeP99Ns',
  mean: 'responseTimeMeanNs',
};
const NOISE_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  responseTimeNs: LATENCY,
  serviceTimeNs: LATENCY,
  requestsPerSec: { rate: 'requestsPerSec' },
};

/**
 * Takes back winners whose lead is no larger than what two measurements of the same thing differ by on this machine, as its calibration
 * found: the interval of a few trials that happened to agree excludes zero too easily. The warning says so. Pure.
 */
export function holdAgainstNoise(
  comparisons: readonly Comparison[],
  calibration: Calibration | null | undefined,
): Comparison[] {
  return comparisons.map((comparison) => {
    const floor = calibration ? floorOf(comparison, calibration) : null;
    const { winner, ratio, n } = comparison;
    if (floor === null || winner === null || ratio.estimate === null) return comparison;
    const lead = Math.abs(Math.log(ratio.estimate));
    if (lead > Math.log1p(floor)) return comparison;
    const text = `a difference of ${percent(Math.expm1(lead))} is not told from noise: on this machine the same thing measured twice differs by up to ${percent(floor)} with ${n} trials (calibration of ${calibration?.at.slice(0, 10)})`;
    const warnings = [...comparison.warnings, { code: 'BELOW_NOISE_FLOOR', text }];
    return { ...comparison, winner: null, warnings };
  });
}

function floorOf({ metric, statistic, n }: Comparison, { noise }: Calibration): number | null {
  const [, name] =
    Object.entries(NOISE_OF[metric] ?? {}).find(([beginning]) => statistic.startsWith(beginning)) ?? [];
  const found = name === undefined ? undefined : noise.metrics[name];
  return found === undefined || n < 2 ? null : floorShare(found.cv, n);
}
