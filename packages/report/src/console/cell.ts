import type { CellResult, Counts } from '@benchwright/result-schema';
import { formatCount } from '../scale/scale.js';
import { BLANK, type Line, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { plural, verdictStyle } from './marks.js';
import { metricLines } from './metrics.js';
import { searchLines } from './search.js';
import { sparklineLines } from './sparkline.js';
import { spectrumLines } from './spectrum.js';
import { reasonLines } from './verdict.js';

/** Everything about one cell. Reasons that the head of the report has already given are not repeated. */
export function cellLines(cell: CellResult, alreadySaid: ReadonlySet<string>, columns: number): Line[] {
  const reasons = cell.validity.reasons.filter(
    // The head names the cell before the reason.
    ({ code, text }) => !alreadySaid.has(`${code} ${cell.id}: ${text}`),
  );
  const blocks = [
    ...(cell.search === undefined ? [] : [searchLines(cell.search, columns)]),
    metricLines(cell.metrics, columns),
    spectrumLines(cell.metrics, columns),
    sparklineLines(cell, columns),
  ].filter((block) => block.length > 0);
  return [
    headLine(cell),
    ...factorLines(cell, columns),
    ...countLines(cell.counts, columns),
    ...ceilingLines(cell, columns),
    ...reasonLines(reasons, columns),
    ...blocks.flatMap((block) => [BLANK, ...block]),
  ];
}

function headLine({ id, trials, plannedTrials, interruptedTrials, validity, search }: CellResult): Line {
  const cut = interruptedTrials > 0 ? `, ${interruptedTrials} cut short and left out` : '';
  return [
    span(terminalSafe(id), 'bold'),
    span(`  ${search ? plural(trials, 'probe') : `${trials} of ${plural(plannedTrials, 'trial')}`}${cut}  `),
    span(validity.verdict, verdictStyle(validity.verdict)),
  ];
}

function factorLines({ factors }: CellResult, columns: number): Line[] {
  const text = Object.entries(factors)
    .map(([name, value]) => terminalSafe(`${name}=${value}`))
    .join('  ');
  return text === '' ? [] : paragraph('  ', text, columns, 'dim');
}

/** How far the load was from what the generator itself can do: it tells what of the figures is the target's. */
function ceilingLines({ ceiling }: CellResult, columns: number): Line[] {
  return ceiling === undefined ? [] : paragraph('  generator  ', terminalSafe(ceiling.text), columns, 'dim');
}

function countLines(counts: Counts, columns: number): Line[] {
  const parts = [
    `${formatCount(counts.offered)} offered`,
    `${formatCount(counts.sent)} sent`,
    `${formatCount(counts.ok)} ok`,
    `${formatCount(counts.failed)} failed`,
    `${formatCount(counts.dropped)} dropped`,
  ];
  const errors = Object.entries(counts.errors)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${terminalSafe(name)} ${formatCount(count)}`);
  return [
    ...paragraph('  ', parts.join(' · '), columns),
    ...(errors.length === 0 ? [] : paragraph('  errors  ', errors.join(' · '), columns, 'bad')),
  ];
}
