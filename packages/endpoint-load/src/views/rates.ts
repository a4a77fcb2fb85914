import { formatIn, scaleFor } from '@benchwright/report';
import type { CellResult, Metric } from '@benchwright/result-schema';
import { LABEL, plural } from './page.js';

/** Answers per second, and arrivals where the load sets them, with their intervals. */
export function rateLines({ metrics, factors }: CellResult): string[] {
  const { requestsPerSec, offeredPerSec } = metrics;
  const rows: [label: string, metric: Metric | undefined][] = [
    ['requests/s', requestsPerSec],
    ...(factors.load === 'closed'
      ? []
      : [['offered/s', offeredPerSec] satisfies [string, Metric | undefined]]),
  ];
  return rows.flatMap(([label, metric]) => (metric === undefined ? [] : [rateLine(label, metric)]));
}

function rateLine(label: string, { estimate, interval, confidence, n }: Metric): string {
  const scale = scaleFor('/s', [estimate, ...interval]);
  const unit = scale.unit === '/s' ? '' : ` ${scale.unit}`;
  const text = `${label.padEnd(LABEL)}${formatIn(scale, estimate).padStart(11)}${unit}`;
  const [low, high] = interval;
  if (low === null || high === null) return `${text}   no interval: it takes 2 trials at least`;
  const bounds = `[${formatIn(scale, low)}, ${formatIn(scale, high)}]`;
  return `${text}   ${Math.round(confidence * 100)} % interval ${bounds}, ${plural(n, 'trial')}`;
}
