import { formatCount, formatValue } from '@benchwright/report';
import { type BucketPercentile, bucketPercentile, type ServerHistogram } from './server-histogram.js';

const PERCENTILES = [50, 95, 99];

/** What a histogram is of, for people: its labels. Pure. */
export function labelText({ labels }: Pick<ServerHistogram, 'labels'>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(' ');
}

/** The bucket of a percentile, for people: its bounds. Pure. */
export function bucketText(found: BucketPercentile | null): string {
  if (found === null) return 'unknown';
  const time = (ns: number): string => formatValue('ns', ns);
  return found.highNs === null
    ? `above ${time(found.lowNs)}`
    : `${time(found.lowNs)} to ${time(found.highNs)}`;
}

/** A server's own histograms in lines, those of most requests first. Pure. */
export function serverHistogramLines(histograms: readonly ServerHistogram[]): string[] {
  return [...histograms]
    .sort((a, b) => b.count - a.count)
    .map((one) => {
      const percentiles = PERCENTILES.map((p) => `p${p} ${bucketText(bucketPercentile(one, p))}`);
      const name = labelText(one);
      return `server${name === '' ? '' : ` ${name}`}: ${formatCount(one.count)} requests, mean ${formatValue('ns', one.sumNs / one.count)}, ${percentiles.join(', ')}`;
    });
}
