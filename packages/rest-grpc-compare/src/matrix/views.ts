import type { View } from '@benchwright/load-driver';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { findingsOf } from './findings.js';
import { gridOf } from './grid.js';
import { matrixFactorsOf } from './plan.js';
import { pairText, pointText } from './statements.js';
import { csvLine } from './text-table.js';
import { renderMatrixConsole } from './views-console.js';

/** A matrix as a report, as a document, and as a table with a line per cell. */
export const matrixViews: readonly View[] = [
  {
    id: 'console',
    title: 'Where the lines cross, as a report',
    mediaType: 'text/plain',
    render: renderMatrixConsole,
  },
  {
    id: 'json',
    title: 'Where the lines cross, as a document',
    mediaType: 'application/json',
    render: renderMatrixJson,
  },
  { id: 'csv', title: 'The cells of the matrix, as a table', mediaType: 'text/csv', render: renderMatrixCsv },
];

/** Figures of a cell, in the order of the columns; each has its interval beside it. */
const FIGURES = [
  'responseTimeNs',
  'requestsPerSec',
  'targetCpuNs',
  'clientCpuNs',
  'targetRssBytes',
  'serverMemoryGrowthBytes',
  'serverMessagesNs',
  'clientMessagesNs',
  'serverMessagesShare',
  'bodyBytes',
  'wireBytesIn',
  'wireBytesOut',
  'linkRoundTripNs',
  'linkLateNs',
] as const;

function figuresOf({ metrics }: CellResult): Record<string, unknown> {
  return Object.fromEntries(
    FIGURES.flatMap((name) => {
      const metric = metrics[name];
      if (metric === undefined) return [];
      const { unit, estimate, interval, n } = metric;
      return [[name, { unit, estimate, interval, trials: n }]];
    }),
  );
}

function renderMatrixJson(result: RunResult): string {
  const { points, pairs } = findingsOf(result);
  const cells = gridOf(result.cells).flatMap((line) =>
    line.points.flatMap((point) =>
      point.cells.map((cell) => ({
        ...matrixFactorsOf(cell),
        verdict: cell.validity.verdict,
        reasons: cell.validity.reasons.map(({ code }) => code),
        figures: figuresOf(cell),
      })),
    ),
  );
  const document = {
    run: { id: result.run.id, seed: result.run.seed, outcome: result.run.outcome },
    validity: result.validity,
    crossings: pairs.map((pair) => ({ ...pair, text: pairText(pair) })),
    points: points.map((point) => ({ ...point, text: pointText(point) })),
    cells,
    comparisons: result.comparisons,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function renderMatrixCsv(result: RunResult): string {
  const { points } = findingsOf(result);
  const heading = [
    'network',
    'operation',
    'concurrency',
    'protocol',
    'client',
    ...FIGURES.flatMap((name) => [name, `${name}_low`, `${name}_high`]),
    'trials',
    'verdict',
    'best_at_this_point',
    'finding',
  ];
  const lines = gridOf(result.cells).flatMap((line) =>
    line.points.flatMap(({ concurrency, cells }) => {
      const finding = points.find(
        (point) =>
          point.network === line.network &&
          point.operation === line.operation &&
          point.concurrency === concurrency,
      );
      return cells.map((cell) => {
        const { network, operation, protocol, client } = matrixFactorsOf(cell);
        const figures = FIGURES.flatMap((name) => {
          const metric = cell.metrics[name];
          return [metric?.estimate ?? null, metric?.interval[0] ?? null, metric?.interval[1] ?? null];
        });
        return csvLine([
          network,
          operation,
          concurrency,
          protocol,
          client,
          ...figures,
          cell.trials,
          cell.validity.verdict,
          finding?.best ?? null,
          finding === undefined ? null : pointText(finding),
        ]);
      });
    }),
  );
  return `${[csvLine(heading), ...lines].join('\n')}\n`;
}
