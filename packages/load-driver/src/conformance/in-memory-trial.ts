import type { TrialRecord } from '@benchwright/result-schema';

/** The record of a trial in which one request was answered at once by an idle machine, but for what a test says of it. */
export function inMemoryTrial(said: Partial<TrialRecord>): TrialRecord {
  return {
    type: 'trial',
    v: 1,
    cell: 'a',
    trial: 0,
    load: { model: 'iterations', count: 1, concurrency: 1 },
    startedAt: '2026-11-21T10:00:00.000Z',
    durationNs: 1e9,
    warmup: { requests: 0, durationNs: 0 },
    interrupted: false,
    counts: { offered: 1, sent: 1, ok: 1, failed: 0, dropped: 0, errors: {} },
    bytes: { out: 0, in: 0, body: 0 },
    connections: { opened: 0, reopened: 0 },
    distributions: {},
    series: {
      intervalNs: 1e9,
      offered: [],
      ok: [],
      failed: [],
      responseP50Ns: [],
      responseP99Ns: [],
      responseMaxNs: [],
    },
    health: IDLE,
    target: null,
    extra: {},
    ...said,
  };
}

const IDLE: TrialRecord['health'] = {
  pacer: 'unpaced',
  cpuShare: 0,
  busyShare: 0,
  eventLoopDelayP99Ns: 0,
  eventLoopDelayMaxNs: 0,
  sendLagP99Ns: 0,
  stealShare: 0,
  gcPauseNs: 0,
  maxRssBytes: 1e8,
  queueHighWater: 0,
};
