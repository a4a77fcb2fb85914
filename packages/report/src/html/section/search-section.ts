import type { SearchResult } from '@benchwright/result-schema';
import { formatCount, formatValue } from '../../scale/scale.js';
import { tickText } from '../../scale/tick-text.js';
import { type Html, html, NOTHING } from '../html.js';
import type { ShownCell } from '../shown-cells.js';
import { linePlot } from '../svg/line-plot.js';
import { dataTable, fold, numberColumn, type PageSection, pill, section, textColumn } from './section.js';

/** What searches for the highest sustainable rate found: the statement, latency against rate, and every probe. */
export function searchSection(cells: readonly ShownCell[]): PageSection | null {
  const searched = cells.flatMap(({ name, cell }) =>
    cell.search === undefined ? [] : [{ name, search: cell.search }],
  );
  return section(
    'search',
    'The limit',
    'Latency against rate. Shaded: the interval of the highest rate that meets the SLO; the line in it is the estimate.',
    searched.length === 0
      ? []
      : [
          html`<div class="facets">${searched.map(({ name, search }) => html`<div><h3>${name}</h3><p>${search.statement}</p>${curve(search)}${fold('Table of every probe', probes(search))}</div>`)}</div>`,
        ],
  );
}

function curve(search: SearchResult): Html {
  const line = (
    label: string,
    color: number,
    of: (point: SearchResult['curve'][number]) => number | null,
  ) => ({
    label,
    color,
    points: search.curve.flatMap((point) => {
      const y = of(point);
      return y === null || y <= 0
        ? []
        : [
            {
              x: point.ratePerSec,
              y,
              text: `${label} at ${rateText(point.ratePerSec)}: ${formatValue('ns', y)}`,
            },
          ];
    }),
  });
  const lines = [
    line('p50', 1, ({ responseP50Ns }) => responseP50Ns),
    line('p99', 2, ({ responseP99Ns }) => responseP99Ns),
  ];
  if (lines.every(({ points }) => points.length === 0)) return NOTHING;
  const [low, high] = search.interval;
  const rate = search.ratePerSec;
  return linePlot({
    description: 'Response time against rate, p50 and p99.',
    xTitle: 'arrivals per second',
    yTitle: 'response time',
    lines,
    bands: rate === null ? [] : [{ from: low ?? rate, to: high ?? rate, at: rate, text: search.statement }],
    writeX: (value) => formatCount(value),
    writeY: (value) => tickText('ns', value),
  });
}

const OUTCOME_KIND = { met: 'good', missed: 'bad', generator: 'warn' } as const;

function probes({ probes: made }: SearchResult): Html {
  const columns = [numberColumn('probe'), numberColumn('rate'), textColumn('outcome'), textColumn('why')];
  const rows = made.map(({ probe, ratePerSec, outcome, text }) => [
    String(probe + 1),
    rateText(ratePerSec),
    pill(OUTCOME_KIND[outcome], outcome),
    text,
  ]);
  return dataTable('Probes', columns, rows);
}

function rateText(ratePerSec: number): string {
  return `${formatCount(Number(ratePerSec.toPrecision(4)))} /s`;
}
