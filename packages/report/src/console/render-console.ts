import type { RunResult } from '@benchwright/result-schema';
import { BLANK, type Line, renderLines } from '../text/line.js';
import { cellLines } from './cell.js';
import { comparisonLines } from './comparisons.js';
import { footerLines } from './footer.js';
import { groupReasons } from './group-reasons.js';
import { overviewLines } from './overview.js';
import { verdictLines } from './verdict.js';

export interface ConsoleOptions {
  /** Terminal columns that no line exceeds. Default 80. */
  readonly columns?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}

const DEFAULT_COLUMNS = 80;

/**
 * A result for people: first whether it can be trusted, then the cells, the comparisons between them, and what is needed to
 * defend or repeat the run. Text from servers and configs is made safe for a terminal. Pure; O(size of the result).
 */
export function renderConsole(result: RunResult, options: ConsoleOptions = {}): string {
  const columns = usableColumns(options.columns);
  const reasons = groupReasons(result.validity.reasons, result.cells);
  const said = new Set(reasons.flatMap(({ told }) => told.map(({ code, text }) => `${code} ${text}`)));
  const blocks: Line[][] = [
    verdictLines(result, reasons, columns),
    overviewLines(result.cells, columns),
    ...result.cells.map((cell) => cellLines(cell, said, columns)),
    comparisonLines(result.comparisons, columns),
    footerLines(result, columns),
  ];
  const lines = blocks
    .filter((block) => block.length > 0)
    .flatMap((block, i) => (i === 0 ? block : [BLANK, ...block]));
  return renderLines(lines, columns, options.color ?? false);
}

function usableColumns(columns: number | undefined): number {
  return columns === undefined || !(columns >= 1) ? DEFAULT_COLUMNS : Math.floor(columns);
}
