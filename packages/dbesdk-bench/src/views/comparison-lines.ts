import { formatValue } from '@benchwright/report';
import type { Comparison } from '@benchwright/result-schema';
import { alignColumns } from './columns.js';

const NAMES: Readonly<Record<string, string>> = {
  serviceTimeNs: 'latency',
  encryptNs: 'encrypt',
  decryptNs: 'decrypt',
  putNs: 'put',
  getNs: 'get',
  requestsPerSec: 'rate',
  peakHeapExternalBytes: 'memory',
};

/**
 * Comparisons of the run: what the mean of the one is of the mean of the other, their difference with its interval, and whether it is one at all. Those of
 * several items at once with one at a time stand in the table of concurrency already.
 */
export function comparisonLines(comparisons: readonly Comparison[]): string[] {
  const shown = comparisons.filter(
    ({ base, head }) => base.cell.startsWith('concurrency-') || !head.cell.startsWith('concurrency-'),
  );
  if (shown.length === 0) return [];
  const rows = shown.map(({ metric, unit, base, head, difference, winner, confidence }) => {
    const [low, high] = difference.interval;
    const interval =
      low === null || high === null
        ? 'no interval from one trial'
        : `${Math.round(confidence * 100)} %: ${formatValue(unit, low)} to ${formatValue(unit, high)}`;
    return [
      `${head.cell} against ${base.cell}`,
      NAMES[metric] ?? metric,
      shareText(base.estimate, head.estimate),
      signed(formatValue(unit, difference.estimate)),
      `(${interval})`,
      winner === null ? 'no measurable difference' : '',
    ];
  });
  return ['Differences of the means, paired by round', ...alignColumns(rows, 2).map((line) => `  ${line}`)];
}

/** The quotient of the means, whose difference stands beside it, so that both say the same. */
function shareText(base: number | null, head: number | null): string {
  return base === null || head === null || base <= 0 ? '–' : `×${(head / base).toFixed(2)}`;
}

function signed(text: string): string {
  return /^\d/.test(text) ? `+${text}` : text;
}
