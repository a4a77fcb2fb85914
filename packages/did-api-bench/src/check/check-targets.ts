import { formatValue } from '@benchwright/report';
import { BenchwrightError, parseDurationNs } from '@benchwright/result-schema';
import { meanInterval, quantileInterval, quantileSorted } from '@benchwright/stats';
import { beginningOf } from '../answers/answer-shapes.js';

/** What is asked, one call after the other: an address, a request as `fetch` takes it, or a function of your own. */
export type CheckSubject = string | (RequestInit & { readonly url: string }) | (() => unknown);

export interface CheckOptions {
  /** Calls that are timed. Default 100. A p95 needs 59 for an upper bound, a p99 299. */
  readonly n?: number;
  /** Calls before them that are not. Default 10. */
  readonly warmup?: number;
  /** Limits as times such as '20ms', by statistic: p50, p95, p99.9, mean, max. At least one. */
  readonly targets: Readonly<Record<string, string>>;
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number;
  /** Whether a target that cannot be shown to be met passes. Default: it does not. */
  readonly allowNotShown?: boolean;
}

/** One target, judged. */
export interface CheckedTarget {
  /** `p95<20ms`. */
  readonly target: string;
  readonly valueNs: number;
  readonly limitNs: number;
  readonly intervalNs: readonly [number, number];
  readonly outcome: 'pass' | 'fail' | 'not-shown';
}

/** What `checkTargets` found. */
export interface TargetsReport {
  readonly n: number;
  readonly targets: readonly CheckedTarget[];
  readonly timesNs: readonly number[];
}

/** Targets were missed, or could not be shown to be met; or a call failed. */
export class TargetsMissedError extends BenchwrightError {
  /** Null: a call failed. */
  readonly report: TargetsReport | null;

  constructor(message: string, report: TargetsReport | null) {
    super('ERR_TARGETS_MISSED', message, {
      hint: 'A target passes when its whole interval is below the limit. More calls (n) narrow the interval.',
    });
    this.report = report;
  }
}

/**
 * Times calls one after the other and holds them against targets: three lines in a test of vitest or node:test. A target fails only when its whole interval (exact order
 * statistics for percentiles) lies above the limit, and passes only when it lies below; `max` is a question of fact. One client that waits for each answer is no load: what users see
 * under load is told by `benchwright did run`.
 *
 * @throws TargetsMissedError when a target is missed or not shown, or a call fails; RangeError for options that cannot be
 */
export async function checkTargets(subject: CheckSubject, options: CheckOptions): Promise<TargetsReport> {
  const { n = 100, warmup = 10, confidence = 0.95, allowNotShown = false } = options;
  const limits = limitsOf(options.targets);
  if (!Number.isSafeInteger(n) || n < 1)
    throw new RangeError(`n must be a whole number of at least 1, got ${n}`);
  const call = callOf(subject);
  for (let i = 0; i < warmup; i++) await call();
  const timesNs: number[] = [];
  for (let i = 0; i < n; i++) {
    const began = performance.now();
    await call();
    timesNs.push((performance.now() - began) * 1e6);
  }
  const sorted = [...timesNs].sort((a, b) => a - b);
  const targets = limits.map((limit) => judge(limit, sorted, confidence));
  const report = { n, targets, timesNs };
  const missed = targets.filter(
    ({ outcome }) => outcome === 'fail' || (outcome === 'not-shown' && !allowNotShown),
  );
  if (missed.length === 0) return report;
  const lines = missed.map((one) => `  ${lineOf(one)}`);
  throw new TargetsMissedError([`of ${n} calls:`, ...lines].join('\n'), report);
}

interface Limit {
  readonly target: string;
  /** A percentile as a share, or the statistic's name. */
  readonly statistic: number | 'mean' | 'max';
  readonly limitNs: number;
}

function limitsOf(targets: CheckOptions['targets']): Limit[] {
  const limits = Object.entries(targets).map(([name, text]): Limit => {
    const percentile = Number(/^p(\d{1,2}(?:\.\d+)?)$/.exec(name)?.[1] ?? Number.NaN);
    const statistic = name === 'mean' || name === 'max' ? name : percentile / 100;
    if (typeof statistic === 'number' && !(statistic > 0)) {
      throw new RangeError(
        `'${name}' is no statistic: there are p50, p99.9 (any percentile below 100), mean and max`,
      );
    }
    const limitNs = parseDurationNs(text);
    if (limitNs === null || !(limitNs > 0))
      throw new RangeError(`${name} must be a time such as 20ms, got '${text}'`);
    return { target: `${name}<${text}`, statistic, limitNs };
  });
  if (limits.length === 0) throw new RangeError("there is no target: give one such as { p95: '20ms' }");
  return limits;
}

function judge(
  { target, statistic, limitNs }: Limit,
  sortedNs: readonly number[],
  confidence: number,
): CheckedTarget {
  const { valueNs, intervalNs } = estimate(statistic, sortedNs, confidence);
  const [low, high] = intervalNs;
  const outcome = high < limitNs ? 'pass' : low >= limitNs ? 'fail' : 'not-shown';
  return { target, valueNs, limitNs, intervalNs, outcome };
}

function estimate(
  statistic: Limit['statistic'],
  sortedNs: readonly number[],
  confidence: number,
): { readonly valueNs: number; readonly intervalNs: readonly [number, number] } {
  if (statistic === 'max') {
    const valueNs = sortedNs.at(-1)!;
    return { valueNs, intervalNs: [valueNs, valueNs] };
  }
  if (statistic === 'mean') {
    const mean = meanInterval(sortedNs, { confidence });
    return { valueNs: mean.estimate, intervalNs: [mean.interval[0], mean.interval[1]] };
  }
  const { interval } = quantileInterval(sortedNs, statistic, { confidence });
  return { valueNs: quantileSorted(sortedNs, statistic), intervalNs: [interval[0], interval[1]] };
}

function lineOf({ target, valueNs, intervalNs: [low, high], outcome }: CheckedTarget): string {
  const text = (ns: number): string => (Number.isFinite(ns) ? formatValue('ns', ns) : '∞');
  const interval = low === high ? '' : `, interval ${text(Math.max(0, low))} to ${text(high)}`;
  return `${outcome}  ${target}: ${text(valueNs)}${interval}`;
}

function callOf(subject: CheckSubject): () => Promise<unknown> {
  if (typeof subject === 'function') return async () => await subject();
  const { url, ...init } = typeof subject === 'string' ? { url: subject } : subject;
  return async () => {
    const answer = await fetch(url, init);
    const text = await answer.text();
    if (answer.ok) return;
    throw new TargetsMissedError(`${url} answered ${answer.status}: ${beginningOf(text)}`, null);
  };
}
