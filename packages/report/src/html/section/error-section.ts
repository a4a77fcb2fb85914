import { formatCount } from '../../scale/scale.js';
import { type Html, html } from '../html.js';
import type { ShownCell } from '../shown-cells.js';
import { dataTable, numberColumn, type PageSection, section, textColumn } from './section.js';

/** What failed, by class, with bars as long as its share of what was sent. */
export function errorSection(cells: readonly ShownCell[]): PageSection | null {
  const rows = cells.flatMap(({ name, cell, color }) =>
    Object.entries({
      ...cell.counts.errors,
      ...(cell.counts.dropped > 0 ? { 'dropped (never sent)': cell.counts.dropped } : {}),
    })
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([error, count]) => ({
        name,
        error,
        count,
        color,
        share: count / Math.max(1, cell.counts.offered),
      })),
  );
  if (rows.length === 0) {
    return section('errors', 'Errors', '', [
      html`<p class="calm-note">No request failed, and none was dropped.</p>`,
    ]);
  }
  const most = Math.max(...rows.map(({ share }) => share));
  const table = dataTable(
    'Errors by class',
    [
      textColumn('cell'),
      textColumn('class'),
      numberColumn('requests'),
      numberColumn('of offered'),
      textColumn('drawn'),
    ],
    rows.map(({ name, error, count, share, color }) => [
      name,
      html`<code>${error}</code>`,
      formatCount(count),
      `${(share * 100).toPrecision(3)} %`,
      bar(share / most, color),
    ]),
  );
  return section(
    'errors',
    'Errors',
    'Failed requests are in no latency above; a high share makes what is left a selection of the easy ones.',
    [table],
  );
}

function bar(share: number, color: number): Html {
  return html`<svg class="bar" viewBox="0 0 200 12" width="200" height="12" aria-hidden="true"><rect style="fill:var(--s${color})" width="${Math.max(2, Math.round(share * 200))}" height="12" rx="2"/></svg>`;
}
