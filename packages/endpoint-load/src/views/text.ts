import type { RunResult } from '@benchwright/result-schema';
import { headLines } from './head.js';
import { latencyLines } from './latency-table.js';
import { fitted } from './page.js';
import { rateLines } from './rates.js';
import { tallyLines } from './tallies.js';

/**
 * A result at a glance, in at most 80 columns: whether it can be trusted, requests per second, latencies, then what was
 * counted and how the generator fared. What came from outside is made safe for a terminal. Pure.
 */
export function renderHttpText(result: RunResult): string {
  const [cell] = result.cells;
  const blocks = [
    headLines(result),
    ...(cell === undefined ? [] : [rateLines(cell), latencyLines(cell), tallyLines(cell, result.run)]),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map(fitted).join('\n'))
    .join('\n\n')}\n`;
}
