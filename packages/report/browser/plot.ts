import uPlot from 'uplot';
import type { ChartSpec, ChartVariant } from '../src/html/chart/chart-spec.js';
import { axisText, percentileTicks } from './axis-text.js';
import { pageColor } from './colors.js';

const HEIGHT = 340;
const LINEAR = 1;
const LOGARITHMIC = 3;
/** As uPlot names it: a null of a line stays a gap when lines of different grids are joined, as wide as the other lines' points make it. */
const EXPAND = 2;
/** An axis of more decades than this is labelled at powers of ten only. */
const FINE_DECADES = 2.5;
/** Lines of fewer points than this show each as a dot, or a single point would not be seen. */
const FEW_POINTS = 120;

export interface PlotRequest {
  readonly host: HTMLElement;
  readonly spec: ChartSpec;
  readonly variant: ChartVariant;
  readonly yLog: boolean;
  readonly hidden: ReadonlySet<string>;
  onCursor(plot: uPlot): void;
}

/** Draws one way to fill a chart. Colours are looked up at each drawing, so that a change of theme needs no new plot. */
export function drawPlot({ host, spec, variant, yLog, hidden, onCursor }: PlotRequest): uPlot {
  const { xUnit, xLog, bands } = spec;
  const axis = (): uPlot.Axis => ({
    stroke: () => pageColor('muted'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: () => pageColor('grid'), width: 1 },
    ticks: { stroke: () => pageColor('grid'), width: 1, size: 5 },
  });
  const most = Math.max(...variant.series.flatMap(({ x }) => x.at(-1) ?? 1));
  const first = Math.min(...variant.series.flatMap(({ x }) => x[0] ?? 0));
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    scales: {
      x: {
        time: false,
        distr: xLog ? LOGARITHMIC : LINEAR,
        ...(xUnit === 'percentile'
          ? { range: [1, most] }
          : xUnit === 'sec'
            ? {
                range: (_plot: uPlot, low: number, high: number): [number, number] => [
                  low === first ? 0 : low,
                  high,
                ],
              }
            : {}),
      },
      y: yLog
        ? { distr: LOGARITHMIC }
        : { distr: LINEAR, range: (_plot, _low, high) => [0, high > 0 ? high * 1.06 : 1] },
    },
    axes: [
      {
        ...axis(),
        values: (_plot, splits) => splits.map((value) => axisText(xUnit, value)),
        ...(xUnit === 'percentile'
          ? { splits: () => percentileTicks(most), filter: (_plot: uPlot, splits: number[]) => splits }
          : {}),
      },
      {
        ...axis(),
        size: 78,
        ...(yLog
          ? {
              filter: roundOnes,
              grid: { ...axis().grid, filter: roundOnes },
              ticks: { ...axis().ticks, filter: roundOnes },
            }
          : {}),
        values: (_plot, splits) =>
          splits.map((value) => (value === null ? '' : axisText(variant.yUnit, value))),
      },
    ],
    series: [{}, ...variant.series.map((line) => seriesOf(line, hidden))],
    cursor: {
      points: { size: 7 },
      drag: { x: true, y: false },
      ...(xUnit === 'sec' ? { sync: { key: 'time' } } : {}),
    },
    hooks: {
      drawClear: [(plot) => shade(plot, bands)],
      setCursor: [onCursor],
    },
  };
  return new uPlot(options, joined(variant, yLog), host);
}

/** On a logarithmic axis of few decades 1, 2 and 5 are labelled, of many only powers of ten. */
function roundOnes(_plot: uPlot, splits: number[]): (number | null)[] {
  const shown = splits.filter((value) => value > 0);
  const few = Math.log10((shown.at(-1) ?? 1) / (shown[0] ?? 1)) < FINE_DECADES;
  const mantissas = few ? [1, 2, 5] : [1];
  return splits.map((value) =>
    mantissas.includes(Number((value / 10 ** Math.floor(Math.log10(value) + 1e-9)).toFixed(3)))
      ? value
      : null,
  );
}

function seriesOf(
  { label, color, dashed, y }: ChartVariant['series'][number],
  hidden: ReadonlySet<string>,
): uPlot.Series {
  return {
    label,
    show: !hidden.has(label),
    stroke: () => pageColor(`s${color}`),
    width: 1.8,
    ...(dashed === true ? { dash: [6, 4] } : {}),
    points: {
      show:
        y.length < FEW_POINTS &&
        y.some((value, i) => value !== null && (y[i - 1] ?? null) === null && (y[i + 1] ?? null) === null),
      size: 6,
    },
  };
}

/** A logarithmic axis has no place for 0: nothing is drawn there. */
function joined({ series }: ChartVariant, yLog: boolean): uPlot.AlignedData {
  const tables = series.map(({ x, y }): uPlot.AlignedData => {
    const values = y.map((value) => (value !== null && yLog && value <= 0 ? null : value));
    return [[...x], values];
  });
  return uPlot.join(
    tables,
    series.map(() => [EXPAND, EXPAND]),
  );
}

function shade(plot: uPlot, bands: ChartSpec['bands']): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = pageColor('band');
  for (const [from, to] of bands) {
    const left = plot.valToPos(from, 'x', true);
    ctx.fillRect(left, bbox.top, Math.max(1, plot.valToPos(to, 'x', true) - left), bbox.height);
  }
  ctx.restore();
}
