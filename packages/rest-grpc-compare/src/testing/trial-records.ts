import type { RunRecords } from '@benchwright/load-driver';
import { inMemoryHeader, inMemoryTrial } from '@benchwright/load-driver/conformance';
import type { Distribution, TrialRecord } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';
import { type RestGrpcConfigInput, restGrpcConfigSchema } from '../config.js';
import { planRestGrpc } from '../plan.js';
import { restGrpcSuite } from '../suite.js';

/** What a test says of a trial; the rest follows. */
export interface TrialSketch {
  readonly cell: string;
  readonly trial: number;
  /** Time of each answered request, in milliseconds. */
  readonly timesMs: readonly number[];
  readonly bodyBytesEach?: number;
  readonly errors?: Readonly<Record<string, number>>;
  readonly durationMs?: number;
  readonly interrupted?: boolean;
  readonly extra?: Readonly<Record<string, number>>;
}

/** A trial's record as the driver would have written it. */
function trialRecord(sketch: TrialSketch): TrialRecord {
  const { cell, trial, timesMs, bodyBytesEach = 100, errors = {}, durationMs = 1000 } = sketch;
  const ok = timesMs.length;
  const failed = Object.values(errors).reduce((sum, n) => sum + n, 0);
  const sent = ok + failed;
  const times = timesMs.map((ms) => ms * 1e6);
  const stored: Record<string, Distribution> =
    ok === 0
      ? {}
      : {
          responseTimeNs: distribution('due', times),
          serviceTimeNs: distribution(
            'send',
            times.map((ns) => ns - 50_000),
          ),
          firstByteNs: distribution(
            'send',
            times.map((ns) => ns * 0.9),
          ),
          downloadNs: distribution(
            'other',
            times.map((ns) => ns * 0.1),
          ),
        };
  return inMemoryTrial({
    cell,
    trial,
    load: { model: 'iterations', count: Math.max(1, sent), concurrency: 1 },
    durationNs: durationMs * 1e6,
    interrupted: sketch.interrupted ?? false,
    counts: { offered: sent, sent, ok, failed, dropped: 0, errors: { ...errors } },
    bytes: { out: sent * 60, in: sent * 150, body: ok * bodyBytesEach },
    connections: { opened: trial === 0 ? 3 : 0, reopened: 0 },
    distributions: stored,
    extra: { ...sketch.extra },
  });
}

/** The records of a run of these trials. */
export function runRecords(
  trials: readonly TrialSketch[],
  input: RestGrpcConfigInput = {},
  outcome: RunRecords['outcome'] = 'completed',
): RunRecords {
  const config = restGrpcConfigSchema.parse({ requests: 15, trials: 3, clients: ['raw'], ...input });
  const header = inMemoryHeader(restGrpcSuite, config, planRestGrpc(config, 42));
  return { header, trials: trials.map(trialRecord), finishedAt: '2026-01-01T00:01:00.000Z', outcome };
}

/** Three rounds in which gRPC takes twice as long and sends half the bytes. */
export function clearRounds(): TrialSketch[] {
  return [0, 1, 2].flatMap((trial) => [
    {
      cell: 'rest-raw',
      trial,
      timesMs: [10, 11, 12, 10 + trial, 11],
      bodyBytesEach: 200,
      durationMs: 500,
    },
    {
      cell: 'grpc-raw',
      trial,
      timesMs: [20, 22, 24, 20 + trial, 23],
      bodyBytesEach: 100,
      durationMs: 1000,
    },
  ]);
}

function distribution(measuredFrom: Distribution['measuredFrom'], values: readonly number[]): Distribution {
  const histogram = new Histogram({ measuredFrom, unit: 'ns' });
  for (const value of values) histogram.record(value);
  const moments = Moments.of(Float64Array.from(values));
  return {
    measuredFrom,
    histogram: histogram.encode(),
    count: values.length,
    mean: moments.mean,
    m2: moments.m2,
    min: moments.min,
    max: moments.max,
    overflowCount: 0,
  };
}
