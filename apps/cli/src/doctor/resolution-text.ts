import { resolvableShare } from '@benchwright/load-driver';
import { formatCount } from '@benchwright/report';
import type { Calibration, Noise, Plan } from '@benchwright/result-schema';

/** What is compared first, and what is aimed at: the smallest change that most people want to see. */
const METRICS = [
  ['responseTimeP50Ns', 'p50 response times'],
  ['requestsPerSec', 'requests per second'],
] as const;

/** How many trials each cell of a plan has, at most: what a comparison can rest on. 0 where all are searches, whose probes are none. Pure. */
export function comparedTrials({ cells }: Plan): number {
  return Math.max(
    0,
    ...cells.map(({ search, trialLoads }) => (search === undefined ? trialLoads.length : 0)),
  );
}

/**
 * What so many trials a side can tell on a machine, as its calibration found it, and what a difference of 5 % would take: one sentence
 * for each metric. Empty for fewer than two trials, which have no interval. Pure.
 */
export function resolutionLines({ noise }: Calibration, trials: number): string[] {
  return known(noise.metrics, trials).map(([name, found]) => line(name, found, trials));
}

/** The same, of those metrics only for which so many trials are too few to find a difference of 5 % nine times in ten. Pure. */
export function tooFewTrialsLines({ noise }: Calibration, trials: number): string[] {
  return known(noise.metrics, trials)
    .filter(([, { trialsFor5Percent }]) => trialsFor5Percent === null || trialsFor5Percent > trials)
    .map(([name, found]) => line(name, found, trials));
}

function known(metrics: Readonly<Record<string, Noise>>, trials: number): [name: string, Noise][] {
  if (trials < 2) return [];
  return METRICS.flatMap(([metric, name]): [string, Noise][] => {
    const found = metrics[metric];
    return found === undefined ? [] : [[name, found]];
  });
}

function line(name: string, { cv, trialsFor5Percent: needed }: Noise, trials: number): string {
  const share = `${(resolvableShare(cv, trials) * 100).toFixed(1)} %`;
  const more =
    needed === null
      ? 'no 1,000 trials would find 5 %'
      : needed <= trials
        ? 'that is enough for 5 %'
        : `for 5 % give --trials ${formatCount(needed)}`;
  return `${trials} trials a side tell ${name} apart that differ by ${share} or more; ${more}`;
}
