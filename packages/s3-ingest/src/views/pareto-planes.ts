import type { ParetoInput } from '@benchwright/report';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { METRICS } from '../summarize/metric-names.js';

/** Cost against p95 of each workload, for the page that draws it. A function of which either is unknown has no place in it. Pure. */
export function paretoPlanes({ cells }: Pick<RunResult, 'cells'>): ParetoInput[] {
  return (['events', 'batch'] as const)
    .map((workload) => ({
      title: `Functions of the ${workload} workload`,
      costUnit: 'USD per million objects',
      latencyName: 'p95 from due to answer',
      points: cells.filter(({ factors }) => factors.workload === workload).flatMap(pointOf),
    }))
    .filter(({ points }) => points.length > 1);
}

function pointOf({ id, metrics }: CellResult): ParetoInput['points'][number][] {
  const cost = metrics[METRICS.usdPerMillion]?.estimate;
  const p95 = metrics[METRICS.responseP95];
  if (typeof cost !== 'number' || typeof p95?.estimate !== 'number') return [];
  return [{ label: id, cost, latencyNs: p95.estimate, interval: p95.interval }];
}
