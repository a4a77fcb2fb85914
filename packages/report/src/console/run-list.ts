import type { RunResult } from '@benchwright/result-schema';
import { formatCount, formatIn, formatValue, scaleRate, scaleTime } from '../scale/scale.js';
import { type Line, line, renderLines, span } from '../text/line.js';
import { type Column, type TableCell, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { verdictStyle } from './marks.js';
import type { ConsoleOptions } from './render-console.js';

/** One line of the list: a run, or a suite that could not be measured. */
export interface RunListEntry {
  readonly suite: string;
  readonly result: RunResult | null;
  /** Where the run is kept, or why there is none. */
  readonly note: string;
}

const DEFAULT_COLUMNS = 80;

/** Several runs, a line each, every column in one unit: the fastest cell's rate and the slowest cell's p99. Pure. */
export function renderRunList(entries: readonly RunListEntry[], options: ConsoleOptions = {}): string {
  const columns = options.columns ?? DEFAULT_COLUMNS;
  const rates = entries.map(({ result }) => extreme(result, 'requestsPerSec'));
  const p99s = entries.map(({ result }) => extreme(result, 'p99'));
  const [rateScale, p99Scale] = [scaleRate(rates), scaleTime(p99s)];
  const head: Column[] = [
    { title: 'suite', align: 'left', minWidth: 8 },
    { title: 'verdict', align: 'left' },
    { title: 'trials', align: 'right', drop: 3 },
    { title: 'ok', align: 'right' },
    { title: 'failed', align: 'right' },
    { title: `most ${rateScale.unit}`, align: 'right', drop: 1 },
    { title: `worst p99 ${p99Scale.unit}`, align: 'right', drop: 1 },
    { title: 'took', align: 'right', drop: 2 },
  ];
  const rows = entries.map(({ suite, result }, i): TableCell[] => [
    terminalSafe(suite),
    ...verdictAndCounts(result),
    formatIn(rateScale, rates[i] ?? null),
    formatIn(p99Scale, p99s[i] ?? null),
    tookText(result),
  ]);
  const notes: Line[] = entries.map(({ suite, note }) =>
    line(`${terminalSafe(suite)}: ${terminalSafe(note)}`, 'dim'),
  );
  return renderLines([...table(head, rows, columns, 0), [], ...notes], columns, options.color ?? false);
}

function verdictAndCounts(result: RunResult | null): TableCell[] {
  if (result === null) return [span('none', 'bad'), '', '', ''];
  const { verdict } = result.validity;
  const total = (of: (cell: RunResult['cells'][number]) => number): number =>
    result.cells.reduce((sum, cell) => sum + of(cell), 0);
  const failed = total(({ counts }) => counts.failed + counts.dropped);
  return [
    span(result.run.outcome === 'completed' ? verdict : result.run.outcome, verdictStyle(verdict)),
    `${total(({ trials }) => trials)}/${total(({ plannedTrials }) => plannedTrials)}`,
    formatCount(total(({ counts }) => counts.ok)),
    span(formatCount(failed), failed > 0 ? 'bad' : 'plain'),
  ];
}

function extreme(result: RunResult | null, figure: 'requestsPerSec' | 'p99'): number | null {
  const values = (result?.cells ?? []).flatMap(({ metrics }) => {
    const value =
      figure === 'p99' ? metrics.responseTimeNs?.percentiles?.['99'] : metrics.requestsPerSec?.estimate;
    return value === undefined || value === null ? [] : [value];
  });
  return values.length === 0 ? null : Math.max(...values);
}

function tookText(result: RunResult | null): string {
  if (result === null || result.run.finishedAt === null) return '–';
  return formatValue('ns', (Date.parse(result.run.finishedAt) - Date.parse(result.run.startedAt)) * 1e6);
}
