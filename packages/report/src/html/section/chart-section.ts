import { formatIn, formatValue, scaleTime } from '../../scale/scale.js';
import type { ChartSpec, ChartVariant } from '../chart/chart-spec.js';
import { type Html, html, NOTHING } from '../html.js';
import type { ShownCell } from '../shown-cells.js';
import { dataTable, fold, numberColumn, type PageSection, section, textColumn } from './section.js';

/** Rows of a chart's table at most; whoever wants all has `--format csv` and the records. */
const MOST_ROWS = 400;

/** The place a chart is drawn in by the script of the page, with the table behind it. */
function chartFigure(spec: ChartSpec, table: Html): Html {
  return html`<figure class="chart" data-chart="${spec.id}">
<div class="controls"></div>
<div class="plot" role="img" tabindex="0" aria-label="${spec.description} Arrow keys move along it; the table below has the numbers."></div>
<div class="legend"></div>
<noscript><p class="note">Charts need JavaScript; the tables do not.</p></noscript>
${table}
</figure>`;
}

export function distributionSection(
  cells: readonly ShownCell[],
  percentiles: ChartSpec | null,
  parts: ChartSpec | null,
): PageSection | null {
  return section(
    'latency',
    'Latency distribution',
    'Every request of every whole trial. The axis gives 99.9 % as much room as 90 %, for the slow tail is what users remember.',
    [
      percentiles === null
        ? NOTHING
        : chartFigure(percentiles, fold('Table of percentiles', percentileTable(cells))),
      parts === null
        ? NOTHING
        : html`<h3>Response time against service time</h3><p class="lede">Response time counts from when a request was due, service time from when it was sent. Where they part, requests waited for a free connection.</p>${chartFigure(parts, fold('Table of its parts', partsTable(cells)))}`,
    ],
  );
}

export function timeSection(throughput: ChartSpec | null, latency: ChartSpec | null): PageSection | null {
  const figure = (title: string, spec: ChartSpec | null): Html =>
    spec === null
      ? NOTHING
      : html`<h3>${title}</h3>${chartFigure(spec, fold('Table of this chart', pointTable(spec)))}`;
  return section(
    'time',
    'Over time',
    'Trials of all cells are interleaved. Shaded: warm-ups, which are never counted. A line that rises or falls from trial to trial is a machine or a target that changed.',
    [figure('Answers per second', throughput), figure('Response time', latency)],
  );
}

export function usageSection(spec: ChartSpec | null): PageSection | null {
  if (spec === null) return null;
  return section(
    'usage',
    'Target and generator',
    'What the target’s process used and how busy the generator was, a point per trial.',
    [chartFigure(spec, fold('Table of this chart', pointTable(spec)))],
  );
}

const KEYS = ['50', '90', '95', '99', '99.9', '99.99'] as const;

function percentileTable(cells: readonly ShownCell[]): Html {
  return latencyTable(
    'Percentiles of the response time',
    cells.map(({ name, cell }) => [name, cell.metrics.responseTimeNs]),
  );
}

function partsTable(cells: readonly ShownCell[]): Html {
  const named = ['responseTimeNs', 'serviceTimeNs', 'firstByteNs', 'downloadNs', 'sendLagNs'] as const;
  return latencyTable(
    'Percentiles of the parts',
    cells.flatMap(({ name, cell }) =>
      named.map((key) => [`${name}: ${LABELS[key]}`, cell.metrics[key]] as const),
    ),
  );
}

const LABELS = {
  responseTimeNs: 'response time',
  serviceTimeNs: 'service time',
  firstByteNs: 'first byte',
  downloadNs: 'download',
  sendLagNs: 'send lag',
} as const;

function latencyTable(
  label: string,
  named: readonly (readonly [string, ShownCell['cell']['metrics'][string] | undefined])[],
): Html {
  const known = named.flatMap(([name, metric]) => (metric === undefined ? [] : [{ name, metric }]));
  const scale = scaleTime(known.flatMap(({ metric }) => Object.values(metric.percentiles ?? {})));
  const rows = known.map(({ name, metric }) => [
    name,
    formatIn(scale, metric.min ?? null),
    ...KEYS.map((key) => formatIn(scale, metric.percentiles?.[key] ?? null)),
    formatIn(scale, metric.max ?? null),
    formatIn(scale, metric.mean ?? null),
  ]);
  const columns = [
    textColumn(`in ${scale.unit}`),
    ...['min', ...KEYS.map((key) => `p${key}`), 'max', 'mean'].map(numberColumn),
  ];
  return dataTable(label, columns, rows);
}

/** The points that the first way to fill the chart draws. */
function pointTable({ variants, description }: ChartSpec): Html {
  const rows = variants.flatMap((variant) => variantRows(variant)).slice(0, MOST_ROWS);
  const columns = [textColumn('line'), textColumn('figure'), numberColumn('at'), numberColumn('value')];
  const cut =
    rows.length === MOST_ROWS
      ? html`<p class="note">The first ${MOST_ROWS} points; the records have all.</p>`
      : NOTHING;
  return html`${dataTable(description, columns, rows)}${cut}`;
}

function variantRows({ name, yUnit, series }: ChartVariant): string[][] {
  return series.flatMap(({ label, x, y }) =>
    x.flatMap((at, i) => {
      const value = y[i] ?? null;
      return value === null
        ? []
        : [
            [
              label,
              name,
              `${at.toFixed(2)} s`,
              yUnit === 'cores' ? value.toFixed(3) : formatValue(yUnit, value),
            ],
          ];
    }),
  );
}
