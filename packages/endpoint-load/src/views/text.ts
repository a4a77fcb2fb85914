import type { CellResult, RunResult } from '@benchwright/result-schema';
import { headLines } from './head.js';
import { latencyLines } from './latency-table.js';
import { fitted } from './page.js';
import { rateLines } from './rates.js';
import { searchPageLines } from './search-page.js';
import { tallyLines } from './tallies.js';

/**
 * A result at a glance, in at most 80 columns: whether it can be trusted, requests per second, latencies, then what was
 * counted and how the generator fared. What came from outside is made safe for a terminal. Pure.
 */
export function renderHttpText(result: RunResult): string {
  const [cell] = result.cells;
  const figures = (of: CellResult): string[][] =>
    of.search === undefined ? [rateLines(of), latencyLines(of)] : [searchPageLines(of, of.search)];
  const blocks = [
    headLines(result),
    ...(cell === undefined ? [] : figures(cell)),
    ...(cell === undefined ? [] : [tallyLines(cell, result.run)]),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map(fitted).join('\n'))
    .join('\n\n')}\n`;
}
