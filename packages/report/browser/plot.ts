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
/** Lines of fewer points than this show each as a dot; of fewer than the second where some would not be seen otherwise. */
const FEW_POINTS = 20;
const SOME_POINTS = 120;

export interface PlotRequest {
  readonly host: HTMLElement;
  readonly spec: ChartSpec;
  /** Those of the spec; read at each drawing. */
  readonly bands: ChartSpec['bands'];
  readonly variant: ChartVariant;
  readonly yLog: boolean;
  readonly hidden: ReadonlySet<string>;
  onCursor(plot: uPlot): void;
}

/** Draws one way to fill a chart. Colours are looked up at each drawing, so that a change of theme needs no new plot. */
export function drawPlot({ host, spec, bands, variant, yLog, hidden, onCursor }: PlotRequest): uPlot {
  const { xUnit } = spec;
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    scales: { x: xScale(spec, variant), y: yScale(yLog) },
    axes: [xAxis(spec, variant), yAxis(variant, yLog)],
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

/** Whether a plot of the one can be refilled with the other: the same lines, drawn in the same way. */
export function hasSameLines(a: ChartVariant, b: ChartVariant): boolean {
  const shape = ({ series }: ChartVariant): string =>
    JSON.stringify(series.map(({ label, color, y }) => [label, color, showsPoints(y)]));
  return shape(a) === shape(b);
}

/** Other data for the same lines. A reader who has drawn a part of the chart nearer goes on seeing that part. */
export function refillPlot(plot: uPlot, variant: ChartVariant, yLog: boolean): void {
  const before = plot.data[0];
  const { min, max } = plot.scales.x ?? {};
  const isNearer = before.length > 1 && ((min ?? 0) > (before[0] ?? 0) || (max ?? 0) < (before.at(-1) ?? 0));
  plot.setData(joined(variant, yLog), !isNearer);
  if (isNearer) plot.redraw();
}

function xScale({ xUnit, xLog }: ChartSpec, { series }: ChartVariant): uPlot.Scale {
  const first = Math.min(...series.flatMap(({ x }) => x[0] ?? 0));
  return {
    time: false,
    distr: xLog ? LOGARITHMIC : LINEAR,
    // A time axis begins at 0, where the first warm-up does; a reader who has drawn a part of it nearer sees that part.
    range: (_plot, low, high) => [xUnit === 'sec' && (low ?? first) === first ? 0 : low, high ?? 1],
  };
}

function yScale(yLog: boolean): uPlot.Scale {
  if (yLog) return { distr: LOGARITHMIC };
  return { distr: LINEAR, range: (_plot, _low, high) => [0, (high ?? 0) > 0 ? high * 1.06 : 1] };
}

function plainAxis(): uPlot.Axis {
  return {
    stroke: () => pageColor('muted'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: () => pageColor('grid'), width: 1 },
    ticks: { stroke: () => pageColor('grid'), width: 1, size: 5 },
  };
}

function xAxis({ xUnit }: ChartSpec, { series }: ChartVariant): uPlot.Axis {
  const axis: uPlot.Axis = {
    ...plainAxis(),
    values: (_plot, splits) => splits.map((value) => axisText(xUnit, value)),
  };
  // Lines of a grid and of short warm-ups could not be told apart.
  if (xUnit === 'sec') return { ...axis, grid: { show: false } };
  if (xUnit !== 'percentile') return axis;
  const most = Math.max(...series.flatMap(({ x }) => x.at(-1) ?? 1));
  return { ...axis, splits: () => percentileTicks(most), filter: (_plot, splits) => splits };
}

function yAxis({ yUnit }: ChartVariant, yLog: boolean): uPlot.Axis {
  const axis: uPlot.Axis = {
    ...plainAxis(),
    size: 78,
    values: (_plot, splits) => splits.map((value) => (value === null ? '' : axisText(yUnit, value))),
  };
  if (!yLog) return axis;
  return {
    ...axis,
    filter: roundOnes,
    grid: { ...axis.grid, filter: roundOnes },
    ticks: { ...axis.ticks, filter: roundOnes },
  };
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
      show: showsPoints(y),
      size: 6,
    },
  };
}

function showsPoints(y: ChartVariant['series'][number]['y']): boolean {
  return y.length < FEW_POINTS || (y.length < SOME_POINTS && y.some((_, i) => standsAlone(y, i)));
}

/** Whether a point has no neighbour to draw a line to. */
function standsAlone(y: ChartVariant['series'][number]['y'], i: number): boolean {
  return (y[i] ?? null) !== null && (y[i - 1] ?? null) === null && (y[i + 1] ?? null) === null;
}

/** A logarithmic axis has no place for 0: nothing is drawn there. */
function joined({ series }: ChartVariant, yLog: boolean): uPlot.AlignedData {
  if (series.length === 0) return [[]];
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
