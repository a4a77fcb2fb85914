import type { Load, RunHeader, TrialRecord } from '@benchwright/result-schema';
import { TrialRecorder } from '../record/trial-recorder.js';
import { OutcomeTable } from '../transport/outcome-table.js';

export interface FixtureOptions {
  readonly cell?: string;
  readonly trial?: number;
  readonly load?: Load;
  /** Response time of each answer. */
  readonly responsesNs: readonly number[];
  readonly errors?: Readonly<Record<string, number>>;
  readonly dropped?: number;
  readonly sendLagNs?: number;
  readonly interrupted?: boolean;
  readonly durationNs?: number;
  readonly health?: Partial<TrialRecord['health']>;
  readonly target?: TrialRecord['target'];
}

/** A trial record made by the real recorder from made-up answers: 1 per millisecond, 100 bytes out, 300 in, 200 of body. */
export function trialFixture(options: FixtureOptions): TrialRecord {
  const outcomes = new OutcomeTable();
  const recorder = new TrialRecorder(outcomes, 0);
  const lag = options.sendLagNs ?? 0;
  let dueNs = 0;
  const one = (outcome: number, responseNs: number): void => {
    recorder.offered(dueNs, dueNs);
    recorder.completed(
      dueNs,
      outcome,
      100,
      300,
      200,
      dueNs + lag,
      outcome === 0 ? dueNs + responseNs : -1,
      dueNs + responseNs,
    );
    dueNs += 1e6;
  };
  for (const responseNs of options.responsesNs) one(0, responseNs);
  for (const [name, n] of Object.entries(options.errors ?? {}))
    for (let i = 0; i < n; i++) one(outcomes.codeOf(name), 10);
  for (let i = 0; i < (options.dropped ?? 0); i++) recorder.offered(dueNs, dueNs);
  recorder.dropped(options.dropped ?? 0);
  const counts = recorder.counts();
  return {
    type: 'trial',
    v: 1,
    cell: options.cell ?? 'a',
    trial: options.trial ?? 0,
    load: options.load ?? { model: 'iterations', count: counts.offered, concurrency: 1 },
    startedAt: '2024-01-15T14:30:00.000Z',
    durationNs: options.durationNs ?? Math.max(1, dueNs),
    warmup: { requests: 0, durationNs: 0 },
    interrupted: options.interrupted ?? false,
    counts,
    bytes: recorder.bytes(),
    connections: { opened: 1, reopened: 0 },
    distributions: recorder.distributions(),
    series: recorder.series(),
    health: {
      pacer: 'unpaced',
      cpuShare: 0.3,
      busyShare: 0.3,
      eventLoopDelayP99Ns: 0,
      eventLoopDelayMaxNs: 0,
      sendLagP99Ns: recorder.sendLagP99Ns,
      stealShare: 0,
      gcPauseNs: 0,
      maxRssBytes: 1e8,
      queueHighWater: 0,
      ...options.health,
    },
    target: options.target ?? null,
    extra: {},
  };
}

/** The header of a run of these cells. */
export function headerFixture(cells: RunHeader['plan']['cells']): RunHeader {
  return {
    type: 'run',
    v: 1,
    id: 'fixture',
    suite: 'fixture',
    suiteVersion: '0',
    startedAt: '2024-01-15T14:30:00.000Z',
    seed: 1,
    command: ['benchwright'],
    config: {},
    plan: {
      seed: 1,
      cells,
      order: cells.flatMap((c) => c.trialLoads.map((_, trial) => ({ cell: c.id, trial }))),
    },
    environment: {
      hostname: 'h',
      os: { platform: 'linux', release: '6', arch: 'x64', distribution: null },
      cpu: { model: 'm', logicalCores: 2, usableCores: 2, governor: null, mhz: null, turbo: null },
      memory: { totalBytes: 1, limitBytes: null },
      container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
      virtualization: null,
      runtime: { node: 'v20', v8: '1', openssl: null, uv: null, execArgv: [] },
      packages: {},
      git: null,
      ci: null,
    },
  };
}
