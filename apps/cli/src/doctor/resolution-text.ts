import { resolvableShare } from '@benchwright/load-driver';
import { formatCount } from '@benchwright/report';
import type { Calibration } from '@benchwright/result-schema';

/** What is compared first, and what is aimed at: the smallest change that most people want to see. */
const METRICS = [
  ['responseTimeP50Ns', 'p50 response times'],
  ['requestsPerSec', 'requests per second'],
] as const;

/**
 * What so many trials a side can tell on a machine, as its calibration found it, and what a difference of 5 % would take: one sentence
 * for each metric. Empty for fewer than two trials, which have no interval. Pure.
 */
export function resolutionLines({ noise }: Calibration, trials: number): string[] {
  if (trials < 2) return [];
  return METRICS.flatMap(([metric, name]) => {
    const found = noise.metrics[metric];
    if (found === undefined) return [];
    const share = `${(resolvableShare(found.cv, trials) * 100).toFixed(1)} %`;
    const needed = found.trialsFor5Percent;
    const more =
      needed === null
        ? 'no 1,000 trials would find 5 %'
        : needed <= trials
          ? 'that is enough for 5 %'
          : `for 5 % give --trials ${formatCount(needed)}`;
    return [`${trials} trials a side tell ${name} apart that differ by ${share} or more; ${more}`];
  });
}
