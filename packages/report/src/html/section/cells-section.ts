import type { Metric } from '@benchwright/result-schema';
import { metricName, shownUnit } from '../../scale/metric-name.js';
import { formatCount, formatIn, formatValue, scaleFor, withUnit } from '../../scale/scale.js';
import { tickText } from '../../scale/tick-text.js';
import { type Html, html, NOTHING } from '../html.js';
import type { ShownCell } from '../shown-cells.js';
import { logAxis } from '../svg/axis.js';
import { axisHead, intervalPlot, PLOT_RANGE } from '../svg/interval-plot.js';
import {
  dataTable,
  fold,
  numberColumn,
  type PageSection,
  pill,
  section,
  textColumn,
  VERDICT_KIND,
} from './section.js';

/** Metrics that a page begins with, where cells have them. */
const HEADLINES = ['sustainedPerSec', 'responseTimeNs', 'requestsPerSec'] as const;

/** Every cell in a line, with its estimates, their intervals drawn on a common axis, and its verdict; then every metric there is. */
export function cellsSection(cells: readonly ShownCell[]): PageSection | null {
  const headlines = HEADLINES.filter((key) => cells.some(({ cell }) => cell.metrics[key] !== undefined));
  return section(
    'cells',
    cells.length === 1 ? 'The cell' : 'Cells side by side',
    'The dot is the estimate over trials, the line its confidence interval. Where intervals overlap widely, the order of the dots means little.',
    [...headlines.map((key) => estimateTable(key, cells)), countTable(cells), metricFolds(cells)],
  );
}

function estimateTable(key: string, cells: readonly ShownCell[]): Html {
  const metrics = cells.flatMap(({ cell }) => cell.metrics[key] ?? []);
  const values = metrics.flatMap(({ estimate, interval }) =>
    [estimate, ...interval].filter((value) => value !== null),
  );
  const unit = shownUnit(key, metrics[0]?.unit ?? '');
  const scale = scaleFor(unit, values);
  const axis = logAxis(values, PLOT_RANGE);
  const first = metrics[0];
  const statistic = first === undefined ? '' : `${first.statistic}, ${percent(first.confidence)} interval`;
  const rows = cells.flatMap(({ name, cell, color }) => {
    const metric = cell.metrics[key];
    if (metric === undefined) return [];
    const { estimate, interval, percentiles, n } = metric;
    const text = `${name}: ${formatValue(unit, estimate)} ${intervalText(metric, unit)}`;
    const row: (Html | string)[] = [
      html`<span class="swatch" style="background:var(--s${color})"></span>${name}`,
      html`<strong>${formatIn(scale, estimate)}</strong>`,
      intervalText(metric, unit),
      intervalPlot(axis, { estimate, interval, text, fill: `var(--s${color})` }),
      ...(key === 'responseTimeNs' ? [formatValue('ns', percentiles?.['99'] ?? null)] : []),
      String(n),
      pill(VERDICT_KIND[cell.validity.verdict], cell.validity.verdict),
    ];
    return [row];
  });
  const title = metricName(key);
  const head = [
    textColumn('cell'),
    numberColumn(withUnit(title, scale.unit)),
    numberColumn('interval'),
    textColumn('drawn'),
    ...(key === 'responseTimeNs' ? [numberColumn('p99, all requests')] : []),
    numberColumn('trials'),
    textColumn('verdict'),
  ];
  const table = dataTable(title, head, rows);
  const drawn = {
    markup: table.markup.replace(
      '>drawn</th>',
      `>${axisHead(axis, (tick) => tickText(unit, tick)).markup}<span class="sr">drawn</span></th>`,
    ),
  };
  return html`<h3>${title} <span class="muted">${statistic}</span></h3>${drawn}`;
}

function countTable(cells: readonly ShownCell[]): Html {
  const columns = [
    textColumn('cell'),
    ...['trials', 'offered', 'sent', 'ok', 'failed', 'dropped'].map(numberColumn),
    textColumn('generator'),
  ];
  const rows = cells.map(({ name, cell }) => {
    const { offered, sent, ok, failed, dropped } = cell.counts;
    return [
      name,
      `${cell.trials} of ${cell.plannedTrials}`,
      ...[offered, sent, ok, failed, dropped].map(formatCount),
      cell.ceiling?.text ?? '',
    ];
  });
  return fold(
    'Requests by outcome, and the generator’s own ceiling',
    dataTable('Requests by outcome', columns, rows),
  );
}

function metricFolds(cells: readonly ShownCell[]): Html {
  const columns = [
    textColumn('metric'),
    ...['estimate', 'interval', 'confidence', 'n'].map(numberColumn),
    textColumn('of each trial'),
    textColumn('warnings'),
  ];
  const folds = cells.map(({ name, cell }) => {
    const rows = Object.entries(cell.metrics).map(([key, metric]) => {
      const unit = shownUnit(key, metric.unit);
      return [
        metricName(key),
        formatValue(unit, metric.estimate),
        intervalText(metric, unit),
        percent(metric.confidence),
        String(metric.n),
        metric.statistic,
        metric.warnings.map(({ text }) => text).join('; '),
      ];
    });
    return rows.length === 0
      ? NOTHING
      : fold(`Every metric of ${name}`, dataTable(`Every metric of ${name}`, columns, rows));
  });
  return html`${folds}`;
}

/** An end that is not known, for want of trials, is infinite. */
function intervalText({ interval: [low, high] }: Metric, unit: string): string {
  if (low === null && high === null) return 'not known';
  const scale = scaleFor(unit, [low, high]);
  return withUnit(`[${formatIn(scale, low ?? -Infinity)}, ${formatIn(scale, high ?? Infinity)}]`, scale.unit);
}

function percent(confidence: number): string {
  return `${(confidence * 100).toFixed(confidence === 0.95 ? 0 : 1)} %`;
}
