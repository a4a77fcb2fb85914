import { Histogram } from '@benchwright/stats';
import { metricName } from '../../scale/metric-name.js';
import type { ShownCell } from '../shown-cells.js';
import type { ChartSeries, ChartSpec, ChartVariant } from './chart-spec.js';

/** Points for each halving of the distance to 100 %. */
const TICKS = 12;

/** Metrics whose curves can be laid over each other, cell by cell. */
const CURVES = ['responseTimeNs', 'serviceTimeNs', 'firstByteNs', 'connectNs'] as const;

/** Parts of one request's time, for the chart of a single cell. */
const PARTS = ['responseTimeNs', 'serviceTimeNs', 'firstByteNs', 'downloadNs', 'sendLagNs'] as const;

/** Latency at every percentile, a line per cell. Null where no cell has a distribution. */
export function percentileChart(cells: readonly ShownCell[]): ChartSpec | null {
  const variants = CURVES.map(
    (metric): ChartVariant => ({
      name: metricName(metric),
      yUnit: 'ns',
      series: cells.flatMap((shown) => {
        const curve = curveOf(shown.cell.metrics[metric]?.histogram);
        return curve === null
          ? []
          : [{ label: shown.name, color: shown.color, hidden: shown.hidden, ...curve }];
      }),
    }),
  ).filter(({ series }) => series.length > 0);
  return chartOf(
    'percentiles',
    'Latency at each percentile, a line per cell, all requests of all whole trials.',
    variants,
  );
}

/** Response time, counted from when a request was due, against service time, counted from when it was sent: a cell at a time. */
export function partsChart(cells: readonly ShownCell[]): ChartSpec | null {
  const variants = cells
    .map(
      ({ name, cell }): ChartVariant => ({
        name,
        yUnit: 'ns',
        series: PARTS.flatMap((metric, i): ChartSeries[] => {
          const curve = curveOf(cell.metrics[metric]?.histogram);
          return curve === null ? [] : [{ label: metricName(metric), color: i + 1, dashed: i > 1, ...curve }];
        }),
      }),
    )
    .filter(({ series }) => series.length > 1);
  return chartOf('parts', 'What a request’s time is made of, at each percentile, for one cell.', variants);
}

function chartOf(id: string, description: string, variants: readonly ChartVariant[]): ChartSpec | null {
  if (variants.length === 0) return null;
  return { id, description, xUnit: 'percentile', xLog: true, yLog: true, bands: [], variants };
}

/** x is 1 ÷ (1 − q); the highest value stands at x = count, where one request is left. */
function curveOf(encoded: string | undefined): Pick<ChartSeries, 'x' | 'y'> | null {
  if (encoded === undefined) return null;
  const histogram = Histogram.decode(encoded, { unit: 'ns' });
  if (histogram.count === 0) return null;
  const points = histogram
    .percentileSpectrum(TICKS)
    .filter(({ quantile, value }) => quantile < 1 && value > 0);
  const inside = points
    .map(({ quantile, value }) => ({ x: 1 / (1 - quantile), y: value }))
    .filter(({ x }) => x < histogram.count);
  const all = [...inside, { x: Math.max(2, histogram.count), y: histogram.max }];
  return { x: all.map(({ x }) => Number(x.toPrecision(6))), y: all.map(({ y }) => y) };
}
