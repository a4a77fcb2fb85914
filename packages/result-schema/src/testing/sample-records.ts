import type { CalibrationRecord, CeilingRecord } from '../schema/calibration.js';
import type { Environment } from '../schema/environment.js';
import type { ResumeRecord, RunEnd, RunHeader, TrialRecord } from '../schema/record.js';

export const sampleEnvironment: Environment = {
  hostname: 'bench-1',
  os: { platform: 'linux', release: '6.8.0', arch: 'x64', distribution: 'Debian GNU/Linux 12' },
  cpu: {
    model: 'Example CPU @ 3.00GHz',
    logicalCores: 8,
    usableCores: 8,
    governor: 'performance',
    mhz: 3000,
    turbo: false,
  },
  memory: { totalBytes: 16 * 2 ** 30, limitBytes: null },
  container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
  virtualization: 'none',
  runtime: { node: '20.20.2', v8: '11.3.244', openssl: '3.0.17', uv: '1.46.0', execArgv: [] },
  packages: { benchwright: '0.1.0' },
  git: { commit: '0123456789abcdef0123456789abcdef01234567', dirty: false },
  ci: null,
};

const load = { model: 'iterations', count: 10, concurrency: 2 } as const;

export const sampleHeader: RunHeader = {
  type: 'run',
  v: 1,
  id: '20261121T010203-ab12cd',
  suite: 'rest-grpc-compare',
  suiteVersion: '0.1.0',
  startedAt: '2026-11-21T01:02:03.000Z',
  seed: 7,
  command: ['benchwright', 'rest-grpc', '-r', '10'],
  config: { requests: 10 },
  plan: {
    seed: 7,
    cells: [{ id: 'rest', factors: { protocol: 'rest' }, trialLoads: [load, load] }],
    order: [
      { cell: 'rest', trial: 0 },
      { cell: 'rest', trial: 1 },
    ],
  },
  environment: sampleEnvironment,
};

export function sampleTrial(change: Partial<TrialRecord> = {}): TrialRecord {
  return {
    type: 'trial',
    v: 1,
    cell: 'rest',
    trial: 0,
    load,
    startedAt: '2026-11-21T01:02:04.000Z',
    durationNs: 1e9,
    warmup: { requests: 5, durationNs: 1e8 },
    interrupted: false,
    counts: { offered: 10, sent: 10, ok: 9, failed: 1, dropped: 0, errors: { TIMEOUT: 1 } },
    bytes: { out: 1000, in: 2000, body: 1500 },
    connections: { opened: 2, reopened: 0 },
    distributions: {},
    series: {
      intervalNs: 1e9,
      offered: [10],
      ok: [9],
      failed: [1],
      responseP50Ns: [1e6],
      responseP99Ns: [2e6],
      responseMaxNs: [2e6],
    },
    health: {
      pacer: 'unpaced',
      cpuShare: 0.5,
      busyShare: 0.4,
      eventLoopDelayP99Ns: 1e5,
      eventLoopDelayMaxNs: 2e5,
      sendLagP99Ns: 1e4,
      stealShare: null,
      gcPauseNs: 0,
      maxRssBytes: 5e7,
      queueHighWater: 2,
    },
    target: null,
    extra: {},
    ...change,
  };
}

export const sampleResume: ResumeRecord = {
  type: 'resume',
  v: 1,
  at: '2026-11-21T02:00:00.000Z',
  environment: sampleEnvironment,
};

export const sampleEnd: RunEnd = {
  type: 'end',
  v: 1,
  finishedAt: '2026-11-21T03:00:00.000Z',
  outcome: 'completed',
};

export const sampleCeiling: CeilingRecord = {
  type: 'ceiling',
  v: 1,
  cell: 'rest',
  at: '2026-11-21T01:02:03.500Z',
  ceiling: {
    protocol: 'http1',
    requestBytes: 100,
    bodyBytes: 150,
    connections: 2,
    pipelining: 1,
    ratePerSec: 50_000,
    perTrial: [49_000, 50_000],
    busyShare: 0.99,
    limitedBy: 'generator',
  },
};

export const sampleCalibration: CalibrationRecord = {
  type: 'calibration',
  v: 1,
  calibration: {
    schemaVersion: 1,
    at: '2026-11-20T01:02:03.000Z',
    fingerprint: '0123456789abcdef',
    environment: null,
    ceilings: [],
    noise: {
      concurrency: 8,
      rounds: 12,
      trialDurationNs: 1e9,
      trials: 5,
      metrics: {
        responseTimeP50Ns: {
          cv: 0.01,
          floorShare: 0.018,
          resolvableShare: 0.028,
          trialsFor1Percent: 24,
          trialsFor5Percent: 3,
          different: false,
        },
      },
    },
  },
};
