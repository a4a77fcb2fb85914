import { formatValue } from '@benchwright/report';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { proportionInterval } from '@benchwright/stats';
import type { Evidence } from './evidence.js';

/** An item of the guide's checklist and what there is to show for it. */
export interface ChecklistItem {
  /** As the guide words it. */
  readonly title: string;
  /** `partly`: something is there, and `evidence` says what it does not show. */
  readonly state: 'done' | 'partly' | 'open';
  readonly evidence: readonly string[];
  /** The command that would provide what is missing; null when nothing is. */
  readonly next: string | null;
}

type Found = Pick<ChecklistItem, 'state' | 'evidence'>;

interface Rule {
  readonly title: string;
  readonly next: string;
  find(evidence: Evidence): Found;
}

const NOTHING: Found = { state: 'open', evidence: [] };
const done = (...evidence: string[]): Found => ({ state: 'done', evidence });
const partly = (...evidence: string[]): Found => ({ state: 'partly', evidence });

/** The users of the guide's load test, and its limit of the error rate. */
const MANY_USERS = 1000;
const ERROR_SHARE = 0.001;
/** Figures over less time than this are one occasion, not a watch. */
const WATCH_MS = 3600e3;

const RULES: readonly Rule[] = [
  {
    title: 'Establish baseline metrics (before optimization)',
    next: 'benchwright did baseline',
    find: ({ baselines }) =>
      baselines.length === 0
        ? NOTHING
        : done(...baselines.map(({ name, startedAt }) => `baseline ${name} of ${day(startedAt)}`)),
  },
  {
    title: 'Profile CPU usage (identify hot paths)',
    next: 'benchwright did profile --port 8000, while did run offers load',
    find: ({ profiles }) => {
      const latest = profiles.at(-1);
      const hottest = latest?.summary.cpu.bySelf[0];
      if (latest === undefined) return NOTHING;
      if (hottest === undefined) return partly(`${latest.file}: nothing was sampled`);
      return done(`${latest.file}: ${hottest.name} has ${percent(hottest.selfShare)} of the time`);
    },
  },
  {
    title: 'Profile memory usage (check for leaks)',
    next: 'benchwright did profile --port 8000 of a Node process',
    find: ({ profiles }) => {
      const latest = profiles.findLast(({ summary }) => summary.liveHeapBytes !== null);
      if (latest?.summary.liveHeapBytes == null) return NOTHING;
      const { before, after } = latest.summary.liveHeapBytes;
      const seconds = formatValue('ns', latest.summary.durationNs);
      return done(
        `${latest.file}: live heap ${formatValue('bytes', before)}, ${formatValue('bytes', after)} after ${seconds}`,
      );
    },
  },
  {
    title: 'Profile I/O operations (database, network)',
    next: 'benchwright did monitor --port 8000; start the server with OTEL_* set to trace its database',
    find: ({ monitoring }) =>
      monitoring === null || monitoring.rows === 0
        ? NOTHING
        : partly(
            `${monitoring.file}: ${counted(monitoring.rows, 'sample')} of network and storage; what the database takes is not in them`,
          ),
  },
  {
    title: 'Run load tests (1000+ concurrent users)',
    next: 'benchwright did run --users 1000',
    find: ({ runs }) => {
      const latest = apiRuns(runs).findLast((result) => usersOf(result) >= MANY_USERS);
      return latest === undefined ? NOTHING : done(`run ${latest.run.id}: ${usersOf(latest)} users`);
    },
  },
  {
    title: 'Measure response times (P50, P95, P99)',
    next: 'benchwright did run',
    find: ({ runs }) => {
      const latest = apiRuns(runs).at(-1);
      return latest === undefined ? NOTHING : done(`run ${latest.run.id}`, ...latest.cells.map(timesOf));
    },
  },
  { title: 'Check error rates (< 0.1%)', next: 'benchwright did run, for longer', find: errorRates },
  {
    title: 'Monitor resource usage (CPU, memory, network)',
    next: 'benchwright did monitor --port 8000',
    find: ({ monitoring, runs }) => {
      if (monitoring !== null && monitoring.rows > 0)
        return done(`${monitoring.file}: ${counted(monitoring.rows, 'sample')}`);
      const latest = apiRuns(runs).findLast(({ cells }) =>
        cells.some(({ metrics }) => metrics.targetCpuShare !== undefined),
      );
      if (latest === undefined) return NOTHING;
      const withNetwork = latest.cells.some(
        ({ metrics }) => metrics.targetNetworkSentBytesPerSec !== undefined,
      );
      const figures = `run ${latest.run.id}: CPU and memory of the target`;
      return withNetwork ? done(`${figures}, and network`) : partly(`${figures}, no network`);
    },
  },
  {
    title: 'Apply optimizations (one at a time)',
    next: 'benchwright did optimize',
    find: ({ runs }) => {
      const latest = runs.findLast(({ result }) => result.suite === 'did-optimize');
      return latest === undefined
        ? NOTHING
        : done(`run ${latest.result.run.id}: ${latest.result.comparisons.length} comparisons`);
    },
  },
  {
    title: 'Re-benchmark after each optimization',
    next: 'benchwright did compare --baseline NAME',
    find: compared,
  },
  {
    title: 'Document performance improvements',
    next: 'benchwright history annotate RUN "what was changed, and what it brought"',
    find: ({ notes }) =>
      notes.length === 0 ? NOTHING : done(...notes.slice(-3).map(({ run, text }) => `run ${run}: ${text}`)),
  },
  {
    title: 'Set up continuous monitoring',
    next: 'benchwright did continuous --every 15m --duration 24h',
    find: ({ metrics }) => {
      if (metrics === null || metrics.rows === 0) return NOTHING;
      const text = `${metrics.file}: ${counted(metrics.rows, 'row')}, ${day(metrics.first)} to ${day(metrics.last)}`;
      const isWatch = Date.parse(metrics.last) - Date.parse(metrics.first) >= WATCH_MS;
      return isWatch ? done(text) : partly(`${text}; all within an hour`);
    },
  },
];

/** The guide's checklist with what there is to show for each item. Pure; O(evidence). */
export function judgeChecklist(evidence: Evidence): ChecklistItem[] {
  return RULES.map(({ title, next, find }) => {
    const found = find(evidence);
    return { title, ...found, next: found.state === 'done' ? null : next };
  });
}

/** The latest run: its share of failed requests, and whether it is shown to be below the limit. */
function errorRates({ runs }: Evidence): Found {
  const latest = apiRuns(runs).at(-1);
  if (latest === undefined) return NOTHING;
  const sent = latest.cells.reduce((sum, { counts }) => sum + counts.sent, 0);
  const failed = latest.cells.reduce((sum, { counts }) => sum + counts.failed, 0);
  if (sent === 0) return NOTHING;
  const [, high] = proportionInterval({ successes: failed, n: sent }).interval;
  const text = `run ${latest.run.id}: ${failed} of ${sent} requests failed, at most ${percent(high, 3)} (95 %)`;
  if (high < ERROR_SHARE) return done(text);
  return partly(
    `${text}: ${failed / sent >= ERROR_SHARE ? 'the target is missed' : 'the target is not shown to be met'}`,
  );
}

/** Two servers in turn, or a run since the latest baseline. */
function compared({ runs, baselines }: Evidence): Found {
  const inTurn = runs.findLast(({ result }) => result.suite === 'did-ab' || result.suite === 'did-optimize');
  if (inTurn !== undefined) return done(`run ${inTurn.result.run.id}: both sides in turn`);
  const since = baselines
    .map(({ startedAt }) => startedAt)
    .sort()
    .at(-1);
  if (since === undefined) return NOTHING;
  const later = apiRuns(runs).findLast(({ run }) => run.startedAt > since);
  return later === undefined ? NOTHING : done(`run ${later.run.id}, after the baseline of ${day(since)}`);
}

function apiRuns(runs: Evidence['runs']): RunResult[] {
  return runs.map(({ result }) => result).filter(({ suite }) => suite === 'did');
}

function usersOf({ cells }: RunResult): number {
  return cells.reduce((most, { factors }) => Math.max(most, Number(factors.users) || 0), 0);
}

function timesOf({ id, metrics }: CellResult): string {
  const { percentiles } = metrics.responseTimeNs ?? {};
  const of = (p: '50' | '95' | '99'): string => `p${p} ${formatValue('ns', percentiles?.[p] ?? null)}`;
  return `${id}: ${of('50')}, ${of('95')}, ${of('99')}`;
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
