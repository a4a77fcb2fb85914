import {
  createDriver,
  createSimulatedTransport,
  ignoreEvents,
  OutcomeTable,
  runSearch,
  type Session,
  trialSeed,
  VirtualClock,
} from '@benchwright/load-driver';
import { inMemoryHeader } from '@benchwright/load-driver/conformance';
import type { Plan, RunHeader, RunRecord, RunResult, TrialRecord } from '@benchwright/result-schema';
import { type HttpConfig, type HttpConfigInput, httpConfigSchema } from '../config.js';
import { planHttp } from '../plan.js';
import { httpSuite } from '../suite.js';
import { summarizeHttp } from '../summarize.js';

/** What the target of a simulated run does with request number `n` of a trial. */
export interface SimulatedTarget {
  readonly serviceNs: (n: number) => number;
  /** Class of the request's failure; null: it is answered. */
  readonly failure?: (n: number) => string | null;
  /** Figures of the generator's health that are not those of an idle machine. */
  readonly health?: Partial<TrialRecord['health']>;
  readonly workers?: number;
}

const SEED = 42;

/** The result of a search, whose probes follow from what the target does with those before. */
export async function simulatedSearch(input: HttpConfigInput, target: SimulatedTarget): Promise<RunResult> {
  const config = httpConfigSchema.parse(input);
  const plan = planHttp(config, SEED);
  const clock = new VirtualClock();
  const trials: TrialRecord[] = [];
  const { connections, timeout: drainTimeoutNs } = config;
  const open = async (): Promise<Session> => {
    const transport = createSimulatedTransport({ slots: connections, clock, serviceNs: target.serviceNs });
    const driver = await createDriver({ transport, clock, outcomes: new OutcomeTable(), drainTimeoutNs });
    return {
      target: { endpoints: {}, embedded: true, pid: null },
      runTrial: async ({ id, trialLoads }, trial, ctx) => {
        const load = trialLoads[trial]!;
        const record = await driver.runTrial({ cell: id, trial, load, warmup: null, ctx });
        return asIfMeasured(record, connections, target);
      },
      close: () => driver.close(),
    };
  };
  const { signal } = new AbortController();
  const run = { config, plan, runId: 'simulated', done: [], clock, events: ignoreEvents, signal };
  const append = async (record: RunRecord): Promise<void> => {
    if (record.type === 'trial') trials.push(record);
  };
  await clock.runUntil(runSearch({ ...run, suite: { ...httpSuite, open }, append }));
  const header = headerOf(config, plan);
  return summarizeHttp({ header, trials, finishedAt: '2026-11-21T02:01:00.000Z', outcome: 'completed' });
}

/** The result of a run of this config on the real driver in virtual time: the same figures on every machine. */
export async function simulatedRun(input: HttpConfigInput, target: SimulatedTarget): Promise<RunResult> {
  const config = httpConfigSchema.parse(input);
  const plan = planHttp(config, SEED);
  const trials: TrialRecord[] = [];
  for (const { cell, trial } of plan.order) {
    const clock = new VirtualClock();
    const outcomes = new OutcomeTable();
    const transport = createSimulatedTransport({
      slots: config.connections * config.pipeline,
      clock,
      serviceNs: (n) => target.serviceNs(n + trial),
      outcome: (n) => {
        const failure = target.failure?.(n) ?? null;
        return failure === null ? 0 : outcomes.codeOf(failure);
      },
    });
    const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: config.timeout });
    const load = plan.cells[0]!.trialLoads[trial]!;
    const ctx = {
      signal: new AbortController().signal,
      events: ignoreEvents,
      trialSeed: trialSeed(SEED, trial),
    };
    const record = await clock.runUntil(driver.runTrial({ cell, trial, load, warmup: null, ctx }));
    trials.push(asIfMeasured(record, config.connections, target));
  }
  const header = headerOf(config, plan);
  return summarizeHttp({ header, trials, finishedAt: '2026-11-21T02:01:00.000Z', outcome: 'completed' });
}

/** The version is not the present one, so that a release changes no stored view. */
function headerOf(config: HttpConfig, plan: Plan): RunHeader {
  return { ...inMemoryHeader(httpSuite, config, plan), id: '20261121-020000-test', suiteVersion: '0.0.0' };
}

/** What the process under test went through in real time says nothing about a simulated run. */
function asIfMeasured(
  record: TrialRecord,
  connections: number,
  { health, workers }: SimulatedTarget,
): TrialRecord {
  return {
    ...record,
    startedAt: '2026-11-21T02:00:00.000Z',
    connections: { opened: record.trial === 0 ? connections : 0, reopened: 0 },
    health: {
      ...record.health,
      cpuShare: 0.4,
      busyShare: 0.42,
      eventLoopDelayP99Ns: 1.2e6,
      eventLoopDelayMaxNs: 2.5e6,
      sendLagP99Ns: 12_000,
      stealShare: 0,
      gcPauseNs: 0,
      maxRssBytes: 9e7,
      ...health,
    },
    ...(workers === undefined ? {} : { workers }),
  };
}
