import type { CellResult } from '@benchwright/result-schema';
import { formatValue } from '../scale/scale.js';
import { type Line, span } from '../text/line.js';

const BLOCKS = '▁▂▃▄▅▆▇█';
const MIN_POINTS = 3;
const LABEL = 16;

/**
 * Draws a series in at most `width` blocks, zero at the bottom and `top` at the top. When there are more values than
 * blocks, neighbours are joined by `join`.
 */
export function sparkline(
  values: readonly number[],
  width: number,
  top: number,
  join: (part: readonly number[]) => number,
): string {
  const count = Math.max(0, Math.min(width, values.length));
  const blocks = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * values.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * values.length) / count));
    const share = top > 0 ? join(values.slice(from, to)) / top : 0;
    const level = Math.round(share * (BLOCKS.length - 1));
    return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, level))] ?? ' ';
  });
  return blocks.join('');
}

/** Answers per interval and the p99 response time over time, trial after trial. Nothing when the trials were too short to show one. */
export function sparklineLines(cell: CellResult, columns: number): Line[] {
  const rates = perTrial(cell, ({ intervalNs, ok }) => ok.map((n) => (n * 1e9) / intervalNs));
  const p99s = perTrial(cell, ({ responseP99Ns }) => responseP99Ns);
  if (rates.flat().length < MIN_POINTS) return [];
  return [
    sparkRow('  answers over t', rates, '/s', mean, columns),
    sparkRow('  p99 over t', p99s, 'ns', (part) => Math.max(...part), columns),
  ];
}

/** The last interval of a trial is seldom whole, so it would show a drop that did not happen: it is left out. */
function perTrial(
  cell: CellResult,
  values: (series: CellResult['series'][number]['series']) => readonly number[],
): number[][] {
  return cell.series.map(({ series }) => values(series).slice(0, -1)).filter((trial) => trial.length > 0);
}

function sparkRow(
  label: string,
  trials: readonly (readonly number[])[],
  unit: string,
  join: (part: readonly number[]) => number,
  columns: number,
): Line {
  const top = trials.flat().reduce((a, b) => Math.max(a, b), 0);
  const legend = `  top ${formatValue(unit, top)}`;
  const room = columns - LABEL - legend.length - 2;
  const total = trials.reduce((sum, trial) => sum + trial.length, 0);
  // Trials are set apart by a blank; when there is no room for that, they are drawn as one.
  const apart = total + trials.length - 1 <= room;
  const drawn = apart
    ? trials.map((trial) => sparkline(trial, trial.length, top, join)).join(' ')
    : sparkline(trials.flat(), room, top, join);
  return [span(label.padEnd(LABEL), 'dim'), span(`  ${drawn}`), span(legend, 'dim')];
}

function mean(part: readonly number[]): number {
  return part.reduce((a, b) => a + b, 0) / part.length;
}
