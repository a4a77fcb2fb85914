import type { CellResult, SearchResult } from '@benchwright/result-schema';
import type { ReportInput } from '../input/report-input.js';
import { realInput } from './fixtures.js';

const search: SearchResult = {
  slo: ['p99<10ms'],
  outcome: 'found',
  limitedBy: 'target',
  ratePerSec: 1840,
  interval: [1790, 1880],
  confidence: 0.95,
  method: 'QUEST',
  curve: [500, 1000, 2000].map((ratePerSec, i) => ({
    ratePerSec,
    answeredPerSec: ratePerSec,
    responseMeanNs: 1e6 * (i + 1),
    responseP50Ns: 1e6 * (i + 1),
    responseP99Ns: 4e6 * 3 ** i,
    errorShare: 0,
    probes: 1,
    met: i < 2 ? 1 : 0,
  })),
  kneeRatePerSec: 1000,
  probes: [{ probe: 0, ratePerSec: 500, outcome: 'met', text: '' }],
  statement: 'The highest rate that meets p99<10ms is 1,840/s.',
};

/** A run that has everything a page can show: a grid of factors whose lines cross, a search, costs and a flame graph. */
export function fullInput(): ReportInput {
  const real = realInput();
  const scaled = (cell: CellResult, protocol: string, concurrency: number, factor: number): CellResult => ({
    ...cell,
    id: `${protocol}/${concurrency}`,
    factors: { protocol, concurrency },
    metrics: {
      ...cell.metrics,
      responseTimeNs: {
        ...cell.metrics.responseTimeNs!,
        estimate: 1e6 * factor,
        interval: [0.9e6 * factor, 1.1e6 * factor],
      },
    },
  });
  const [rest, grpc] = real.result.cells;
  const cells = [
    scaled(rest!, 'rest', 1, 1),
    scaled(grpc!, 'grpc', 1, 2),
    scaled(rest!, 'rest', 100, 9),
    scaled(grpc!, 'grpc', 100, 5),
  ];
  return {
    ...real,
    result: {
      ...real.result,
      cells: [{ ...cells[0]!, search }, ...cells.slice(1)],
      slos: [
        { id: 'p99<50ms', cell: 'rest/1', outcome: 'pass', text: '12 ms' },
        { id: 'errors<0.1%', cell: 'grpc/1', outcome: 'no-data', text: 'nothing was answered' },
      ],
    },
    trials: real.trials.flatMap((trial) =>
      [1, 100].map((level) => ({ ...trial, cell: `${trial.cell}/${level}` })),
    ),
    crossings: [
      {
        facet: {},
        lines: ['rest', 'grpc'],
        between: [1, 100],
        estimate: 20,
        interval: [12, 35],
        confidence: 0.95,
      },
    ],
    pareto: [
      {
        title: 'Memory sizes',
        costUnit: 'USD per million',
        latencyName: 'p95',
        points: [
          { label: '512 MB', cost: 1, latencyNs: 40e6, interval: [38e6, 42e6] },
          { label: '1024 MB', cost: 1.5, latencyNs: 20e6, interval: [19e6, 21e6] },
          { label: '1536 MB', cost: 2, latencyNs: 25e6, interval: [null, 30e6] },
        ],
      },
    ],
    flameGraphs: [
      {
        title: 'server',
        svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><rect width="100" height="20" fill="#d2691e"/></svg>',
      },
    ],
  };
}
