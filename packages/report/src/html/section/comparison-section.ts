import type { Comparison } from '@benchwright/result-schema';
import { cellPairs, cellRatio, differenceText, ratioText } from '../../compare/cell-comparison.js';
import type { ReportInput } from '../../input/report-input.js';
import { metricName, shownUnit } from '../../scale/metric-name.js';
import { formatValue } from '../../scale/scale.js';
import { type Html, html, NOTHING } from '../html.js';
import { type Axis, logAxis } from '../svg/axis.js';
import { axisHead, intervalPlot, PLOT_RANGE } from '../svg/interval-plot.js';
import { dataTable, fold, numberColumn, type PageSection, section, textColumn } from './section.js';

/** Tables of pairs beyond this many begin folded: a matrix has hundreds. */
const OPEN_PAIRS = 4;

/** Compared figures that are shown at once; the others are behind them. */
const HEADLINES: ReadonlySet<string> = new Set([
  'responseTimeNs',
  'serviceTimeNs',
  'requestsPerSec',
  'sustainedPerSec',
  'errorShare',
]);

/** Cells against each other as ratios on one axis; a winner only where the interval of the difference excludes zero. */
export function comparisonSection(inputs: readonly ReportInput[]): PageSection | null {
  const pairs = inputs.flatMap(({ result, label }) =>
    pairsOf(result.comparisons, inputs.length > 1 ? `${label}: ` : ''),
  );
  const ratios = pairs
    .flatMap(({ comparisons }) => comparisons)
    .map(cellRatio)
    .flatMap((ratio) => [ratio.estimate, ...ratio.interval])
    .flatMap((value) => (value !== null && value > 0 ? [Math.min(100, Math.max(0.01, value))] : []));
  const axis = logAxis([...ratios, 0.8, 1.25], PLOT_RANGE);
  const tables = pairs.map((pair, i) => {
    const first = pair.comparisons.filter(({ metric }) => HEADLINES.has(metric));
    const rest = pair.comparisons.filter(({ metric }) => !HEADLINES.has(metric));
    const table = html`${first.length === 0 ? NOTHING : pairTable({ ...pair, comparisons: first }, axis)}${
      rest.length === 0
        ? NOTHING
        : fold('What else was compared', pairTable({ ...pair, comparisons: rest }, axis))
    }`;
    return i < OPEN_PAIRS ? html`<h3>${pair.title}</h3>${table}` : fold(pair.title, table);
  });
  return section(
    'comparisons',
    'Comparisons',
    'Each line is head ÷ base, of the means beside it, with its interval; 1 means equal. A side is called better only where the interval of the difference excludes zero.',
    tables,
  );
}

interface Pair {
  readonly title: string;
  readonly comparisons: readonly Comparison[];
}

function pairsOf(comparisons: readonly Comparison[], prefix: string): Pair[] {
  return cellPairs(comparisons).map(({ base, head, comparisons: found }) => ({
    title: `${prefix}${head} against ${base}`,
    comparisons: found,
  }));
}

function pairTable({ title, comparisons }: Pair, axis: Axis): Html {
  const columns = [
    textColumn('metric'),
    numberColumn('base'),
    numberColumn('head'),
    numberColumn('change'),
    textColumn('drawn'),
    numberColumn('interval of the difference'),
    textColumn('better'),
  ];
  const table = dataTable(
    title,
    columns,
    comparisons.map((comparison) => rowOf(comparison, axis)),
  );
  const head = axisHead(axis, (tick) => `${Number(tick.toPrecision(3))} ×`);
  return {
    markup: table.markup.replace('>drawn</th>', `>${head.markup}<span class="sr">ratio, drawn</span></th>`),
  };
}

function rowOf(comparison: Comparison, axis: Axis): (Html | string)[] {
  const { metric, statistic, base, head, difference, winner, better } = comparison;
  const ratio = cellRatio(comparison);
  const unit = shownUnit(metric, comparison.unit);
  const change = ratioText(ratio.estimate) ?? '–';
  const fill = winner === null ? 'var(--muted)' : 'var(--accent)';
  return [
    html`${metricName(metric)} <span class="muted">${statistic}, ${better} is better</span>`,
    formatValue(unit, base.estimate),
    formatValue(unit, head.estimate),
    html`<strong>${change}</strong>`,
    intervalPlot(
      axis,
      {
        estimate: ratio.estimate,
        interval: ratio.interval,
        text: `${change}, ${winner === null ? 'no measurable difference' : `better: ${winner}`}`,
        fill,
      },
      { zero: 1 },
    ),
    differenceText(unit, difference.interval),
    winner === null
      ? html`<span class="muted">no measurable difference</span>`
      : html`<strong>${winner}</strong>`,
  ];
}
