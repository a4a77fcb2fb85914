import type { CellResult } from '@benchwright/result-schema';
import type { LineCrossing, ReportInput } from '../../input/report-input.js';
import { formatValue } from '../../scale/scale.js';
import { tickText } from '../../scale/tick-text.js';
import { groupByLevels, lineFactors, type VariedFactor } from '../factor-grid.js';
import { type Html, html, NOTHING } from '../html.js';
import { type LinePlot, linePlot } from '../svg/line-plot.js';
import { dataTable, fold, numberColumn, type PageSection, section, textColumn } from './section.js';

const METRIC = 'responseTimeNs';
/** Facets beyond this many begin folded. */
const OPEN_FACETS = 4;

/** Response time over a numeric factor, a line per level of another: where lines cross, and how sure that is. */
export function linesSection(inputs: readonly ReportInput[]): PageSection | null {
  const facets = inputs.flatMap((input) => facetsOf(input, inputs.length > 1 ? `${input.label}: ` : ''));
  return section(
    'lines',
    'Where the lines cross',
    'Response time over the factor that is a number, with 95 % intervals, both axes logarithmic. A crossing is claimed, and shaded, only between two points where differences of opposite signs are shown.',
    [
      html`<div class="facets">${facets.slice(0, OPEN_FACETS).map(({ title, body }) => html`<div><h3>${title}</h3>${body}</div>`)}</div>`,
      ...facets.slice(OPEN_FACETS).map(({ title, body }) => fold(title, body)),
    ].slice(facets.length === 0 ? 1 : 0),
  );
}

function facetsOf({ result, crossings }: ReportInput, prefix: string): { title: string; body: Html }[] {
  const cells = result.cells.filter(({ metrics }) => (metrics[METRIC]?.estimate ?? 0) > 0);
  const factors = lineFactors(cells);
  if (factors === null) return [];
  return [...groupByLevels(cells, factors.facets)].flatMap(([name, group]) => {
    const plot = plotOf(
      group,
      factors,
      crossings.filter((crossing) => belongs(crossing, group)),
    );
    if (!plot.lines.some(({ points }) => points.length > 1)) return [];
    const title = `${prefix}${name === '' ? `by ${factors.x.name}` : name}`;
    return [
      { title, body: html`${linePlot(plot)}${statement(plot)}${fold('Table of this chart', tableOf(plot))}` },
    ];
  });
}

function belongs({ facet }: LineCrossing, group: readonly CellResult[]): boolean {
  return group.every(({ factors }) =>
    Object.entries(facet).every(([name, level]) => factors[name] === level),
  );
}

function plotOf(
  cells: readonly CellResult[],
  { x, line }: { x: VariedFactor; line: VariedFactor },
  crossings: readonly LineCrossing[],
): LinePlot {
  const lines = line.levels.map((level, i) => ({
    label: String(level),
    color: (i % 8) + 1,
    points: x.levels.flatMap((at) => {
      const metric = cells.find(({ factors }) => factors[x.name] === at && factors[line.name] === level)
        ?.metrics[METRIC];
      const y = metric?.estimate ?? null;
      if (metric === undefined || y === null) return [];
      return [
        {
          x: Number(at),
          y,
          interval: metric.interval,
          text: `${level} at ${x.name} ${at}: ${formatValue('ns', y)}`,
        },
      ];
    }),
  }));
  return {
    description: `Response time over ${x.name}, a line for each ${line.name}.`,
    xTitle: x.name,
    yTitle: 'response time',
    lines: lines.filter(({ points }) => points.length > 0),
    xTicks: x.levels.map(Number),
    bands: crossings.map(({ interval: [from, to], estimate, lines: [before, after], confidence }) => ({
      from,
      to,
      at: estimate,
      text: `${before} is lower before, ${after} after ${estimate === null ? 'some point' : formatLevel(estimate)} (${Math.round(confidence * 100)} % interval ${formatLevel(from)} to ${formatLevel(to)})`,
    })),
    writeX: formatLevel,
    writeY: (value) => tickText('ns', value),
  };
}

function formatLevel(level: number): string {
  return String(Number(level.toPrecision(3)));
}

function statement({ bands }: LinePlot): Html {
  if (bands.length === 0) return html`<p class="calm-note">No crossing is shown.</p>`;
  return html`<ul>${bands.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
}

function tableOf({ lines, xTitle, description }: LinePlot): Html {
  const rows = lines.flatMap(({ label, points }) =>
    points.map(({ x, y, interval }) => [
      label,
      formatLevel(x),
      formatValue('ns', y),
      interval === undefined ? NOTHING : bounds(interval),
    ]),
  );
  return dataTable(
    description,
    [textColumn('line'), numberColumn(xTitle), numberColumn('response time'), numberColumn('interval')],
    rows,
  );
}

function bounds([low, high]: readonly [number | null, number | null]): string {
  return `${low === null ? '-∞' : formatValue('ns', low)} to ${high === null ? '∞' : formatValue('ns', high)}`;
}
