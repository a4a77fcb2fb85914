import type { CellResult } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { METRICS } from '../summarize/metric-names.js';
import { paretoPlanes } from './pareto-planes.js';

function cell(id: string, usd: number | null, p95Ns: number): CellResult {
  const metrics = {
    [METRICS.responseP95]: { estimate: p95Ns, interval: [p95Ns * 0.9, p95Ns * 1.1] },
    ...(usd === null ? {} : { [METRICS.usdPerMillion]: { estimate: usd } }),
  };
  return { id, factors: { workload: id.split('-')[0] }, metrics } as unknown as CellResult;
}

it('has a plane of cost and p95 for every workload of which two functions have both', () => {
  const cells = [
    cell('events-m512-b1-rc0', 5, 10e6),
    cell('events-m1024-b1-rc0', 6, 8e6),
    cell('events-m2048-b1-rc0', null, 7e6),
    cell('batch-m512-p8-rc0', 900, 1e9),
  ];
  expect(paretoPlanes({ cells })).toEqual([
    {
      title: 'Functions of the events workload',
      costUnit: 'USD per million objects',
      latencyName: 'p95 from due to answer',
      points: [
        { label: 'events-m512-b1-rc0', cost: 5, latencyNs: 10e6, interval: [9e6, 11e6] },
        { label: 'events-m1024-b1-rc0', cost: 6, latencyNs: 8e6, interval: [7.2e6, 8.8e6] },
      ],
    },
  ]);
});
