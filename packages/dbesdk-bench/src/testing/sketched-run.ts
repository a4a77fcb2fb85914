import type { RunRecords } from '@benchwright/load-driver';
import type { Distribution, RunHeader, TrialRecord } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';
import { type DbesdkConfigInput, dbesdkConfigSchema } from '../config.js';
import { planDbesdk } from '../plan.js';

/** What a test says of every trial of a cell; the rest follows. */
export interface CellSketch {
  /** Times of the operations of each trial, in milliseconds. */
  readonly trialsMs: readonly (readonly number[])[];
  /** Names of the operation's halves; the first takes three quarters. */
  readonly halves?: readonly [first: string, second: string];
  readonly durationMs?: number;
  readonly errors?: Readonly<Record<string, number>>;
  readonly extra?: Readonly<Record<string, number>>;
  readonly health?: Partial<TrialRecord['health']>;
}

/** The records of a run in which the cells went as sketched. */
export function sketchedRun(
  input: DbesdkConfigInput,
  cells: Readonly<Record<string, CellSketch>>,
  outcome: RunRecords['outcome'] = 'completed',
): RunRecords {
  const config = dbesdkConfigSchema.parse(input);
  const plan = planDbesdk(config, 42);
  const header: RunHeader = {
    type: 'run',
    v: 1,
    id: 'test',
    suite: 'dbesdk',
    suiteVersion: '0.0.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    seed: 42,
    command: [],
    config: { ...config },
    plan,
    environment: {
      hostname: 'test',
      os: { platform: 'linux', release: '6.1', arch: 'x64', distribution: null },
      cpu: { model: 'Some CPU', logicalCores: 8, usableCores: 8, governor: null, mhz: null, turbo: null },
      memory: { totalBytes: 16 * 1024 ** 3, limitBytes: null },
      container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
      virtualization: null,
      runtime: { node: 'v20.20.2', v8: '0', openssl: null, uv: null, execArgv: [] },
      packages: {},
      git: null,
      ci: null,
    },
  };
  const trials = plan.cells.flatMap((cell) =>
    (cells[cell.id]?.trialsMs ?? []).map((timesMs, trial) =>
      trialRecord(cell.id, trial, timesMs, cells[cell.id]!, Number(cell.factors.dataSize)),
    ),
  );
  return { header, trials, finishedAt: '2026-01-01T00:01:00.000Z', outcome };
}

function trialRecord(
  cell: string,
  trial: number,
  timesMs: readonly number[],
  { halves, durationMs = 1000, errors = {}, extra = {}, health = {} }: CellSketch,
  payloadBytes: number,
): TrialRecord {
  const times = timesMs.map((ms) => ms * 1e6);
  const ok = times.length;
  const failed = Object.values(errors).reduce((sum, n) => sum + n, 0);
  const scaled = (by: number): Distribution => distribution(times.map((ns) => ns * by));
  const named = halves === undefined ? {} : { [halves[0]]: scaled(0.75), [halves[1]]: scaled(0.25) };
  return {
    type: 'trial',
    v: 1,
    cell,
    trial,
    load: { model: 'iterations', count: Math.max(1, ok + failed), concurrency: 1 },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationNs: durationMs * 1e6,
    warmup: { requests: 0, durationNs: 0 },
    interrupted: false,
    counts: { offered: ok + failed, sent: ok + failed, ok, failed, dropped: 0, errors: { ...errors } },
    bytes: { out: 0, in: 0, body: ok * payloadBytes },
    connections: { opened: 0, reopened: 0 },
    distributions: { responseTimeNs: scaled(1), serviceTimeNs: scaled(1), ...named },
    series: {
      intervalNs: 1e9,
      offered: [ok],
      ok: [ok],
      failed: [failed],
      responseP50Ns: [0],
      responseP99Ns: [0],
      responseMaxNs: [0],
    },
    health: {
      pacer: 'unpaced',
      cpuShare: 1,
      busyShare: 1,
      eventLoopDelayP99Ns: 0,
      eventLoopDelayMaxNs: 0,
      sendLagP99Ns: 0,
      stealShare: 0,
      gcPauseNs: 0,
      maxRssBytes: 1e8,
      queueHighWater: 0,
      ...health,
    },
    target: null,
    extra: { ...extra },
  };
}

function distribution(values: readonly number[]): Distribution {
  const histogram = new Histogram({ measuredFrom: 'send', unit: 'ns' });
  for (const value of values) histogram.record(value);
  const moments = Moments.of(Float64Array.from(values));
  return {
    measuredFrom: 'send',
    histogram: histogram.encode(),
    count: values.length,
    mean: moments.mean,
    m2: moments.m2,
    min: moments.min,
    max: moments.max,
    overflowCount: 0,
  };
}
