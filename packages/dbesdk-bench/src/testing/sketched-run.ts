import type { RunRecords } from '@benchwright/load-driver';
import { inMemoryHeader, inMemoryTrial } from '@benchwright/load-driver/conformance';
import type { Distribution, Environment, RunHeader, TrialRecord } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';
import { type DbesdkConfigInput, dbesdkConfigSchema } from '../config.js';
import { planDbesdk } from '../plan.js';
import { dbesdkSuite } from '../suite.js';

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
  const onNoMachine = inMemoryHeader(dbesdkSuite, config, plan);
  const header: RunHeader = { ...onNoMachine, environment: { ...onNoMachine.environment, ...MACHINE } };
  const trials = plan.cells.flatMap((cell) =>
    (cells[cell.id]?.trialsMs ?? []).map((timesMs, trial) =>
      trialRecord(cell.id, trial, timesMs, cells[cell.id]!, Number(cell.factors.dataSize)),
    ),
  );
  return { header, trials, finishedAt: '2026-01-01T00:01:00.000Z', outcome };
}

/** What the original tells of a machine. */
const MACHINE = {
  os: { platform: 'linux', release: '6.1', arch: 'x64', distribution: null },
  cpu: { model: 'Some CPU', logicalCores: 8, usableCores: 8, governor: null, mhz: null, turbo: null },
  memory: { totalBytes: 16 * 1024 ** 3, limitBytes: null },
  runtime: { node: 'v20.20.2', v8: '0', openssl: null, uv: null, execArgv: [] },
} satisfies Partial<Environment>;

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
  return inMemoryTrial({
    cell,
    trial,
    load: { model: 'iterations', count: Math.max(1, ok + failed), concurrency: 1 },
    durationNs: durationMs * 1e6,
    counts: { offered: ok + failed, sent: ok + failed, ok, failed, dropped: 0, errors: { ...errors } },
    bytes: { out: 0, in: 0, body: ok * payloadBytes },
    distributions: { responseTimeNs: scaled(1), serviceTimeNs: scaled(1), ...named },
    health: { ...inMemoryTrial({}).health, cpuShare: 1, busyShare: 1, ...health },
    extra: { ...extra },
  });
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
