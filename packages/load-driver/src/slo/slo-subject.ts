import { parseByteSize, parseDurationNs, parseRatePerSec, parseShare } from '@benchwright/result-schema';
import type { LatencyStatistic, SloSubject } from './slo.js';
import { unitOf } from './slo-text.js';

const SCOPES = { response: 'responseTimeNs', service: 'serviceTimeNs' } as const;
export const KNOWN_SUBJECTS =
  'p50, p99.9 (any percentile), mean, max, each also as service.p50; errors, dropped, rate';

/** The subject of a name, null when it is none. Names of metrics are told by the capital in them, as in `targetRssBytes`; `metric.x` is one without. */
export function subjectOf(name: string): SloSubject | null {
  if (name === 'errors' || name === 'dropped') return { kind: 'share', of: name };
  if (name === 'rate') return { kind: 'rate' };
  const errorClass = /^errors\.(\w+)$/.exec(name)?.[1];
  if (errorClass !== undefined) return { kind: 'share', of: 'errors', errorClass };
  const scoped = /^(response|service)\.(.+)$/.exec(name);
  const scope = (scoped?.[1] ?? 'response') as keyof typeof SCOPES;
  const statistic = statisticOf(scoped?.[2] ?? name);
  if (statistic !== null) return { kind: 'latency', of: SCOPES[scope], statistic };
  return metricOf(name);
}

function metricOf(name: string): SloSubject | null {
  const [, prefix, metric = '', suffix] =
    /^(metric\.)?([A-Za-z]\w*)(?:\.(mean|max|p[\d.]+))?$/.exec(name) ?? [];
  if (metric === '' || (prefix === undefined && !/^[a-z].*[A-Z]/.test(metric))) return null;
  const statistic = suffix === undefined ? null : statisticOf(suffix);
  if (suffix !== undefined && statistic === null) return null;
  return { kind: 'metric', name: metric, statistic, unit: unitByName(metric) };
}

/** Metrics bear their units in their names. */
function unitByName(metric: string): string | null {
  if (/Ns$/.test(metric)) return 'ns';
  if (/PerSec$/.test(metric)) return /bytes/i.test(metric) ? 'B/s' : '1/s';
  if (/Share$/.test(metric)) return '1';
  return /Bytes(?:In|Out)?$/.test(metric) ? 'B' : null;
}

function statisticOf(name: string): LatencyStatistic | null {
  if (name === 'mean' || name === 'max') return { name };
  const percentile = /^p(\d{1,2}(?:\.\d+)?)$/.exec(name)?.[1];
  if (percentile === undefined || Number(percentile) === 0) return null;
  return { name: 'percentile', percentile: Number(percentile) };
}

/** What a limit of this subject says, in the subject's unit; null when it is none. */
export function amountOf(subject: SloSubject, text: string): number | null {
  switch (unitOf(subject)) {
    case 'ns':
      return parseDurationNs(text);
    case '1': {
      const share = parseShare(text);
      return share === null || share > 1 ? null : share;
    }
    case '1/s':
      return parseRatePerSec(text);
    case 'B':
      return parseByteSize(text);
    case 'B/s':
      return parseByteSize(text.replace(/\s*\/\s*s$/, ''));
    case null:
      return /^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : null;
    default:
      return null;
  }
}

const WANTED: Readonly<Record<string, string>> = {
  ns: 'a duration such as 50ms',
  '1': 'a share such as 0.1% or 0.001',
  '1/s': 'a rate such as 1000/s',
  B: 'a size such as 64MiB',
  'B/s': 'a rate of bytes such as 10MB/s',
};

/** What a limit of this subject looks like, for a message. */
export function wantedAmount(subject: SloSubject): string {
  return WANTED[unitOf(subject) ?? ''] ?? 'a number in the unit of the metric';
}
