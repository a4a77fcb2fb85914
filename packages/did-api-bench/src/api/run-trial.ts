import { availableParallelism } from 'node:os';
import { warmupLoad, workerCount } from '@benchwright/endpoint-load';
import {
  type Clock,
  createDriver,
  createWorkerDriver,
  type Driver,
  OutcomeTable,
  type RunEvents,
  type TrialContext,
} from '@benchwright/load-driver';
import type { Distribution, Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { builtModule } from '../built-module.js';
import { loadSettings } from '../cells.js';
import type { DidSettings } from '../config.js';
import type { CellOperation } from '../operations.js';
import type { DidTransportOptions } from '../transport/did-options.js';
import { createDidTransport, type DidTransport } from '../transport/did-transport.js';
import { operationTimesName } from '../transport/operation-times.js';
import { TrialTally, tallyBytes } from '../transport/trial-tally.js';
import type { ReadyTrial } from './api-requests.js';
import type { OpenApi } from './open-api.js';
import { trialExtra } from './trial-extra.js';

/** After the last timeout the driver may take so long to notice. */
const DRAIN_SLACK_NS = 1e9;
/** Before every trial but a cell's first: its connections are new, though the code is compiled. */
const LATER_WARMUP_NS = 300e6;

export interface TrialJob {
  readonly api: OpenApi;
  readonly settings: DidSettings;
  readonly operation: CellOperation;
  readonly ready: ReadyTrial;
  readonly cell: PlanCell;
  readonly trial: number;
  /** Whether nothing of this kind has run before: its warm-up is then the whole one. */
  readonly isFirst: boolean;
  readonly clock: Clock;
  readonly ctx: TrialContext;
  /** Called between the warm-up and the trial; with several threads, which cannot be stopped there, before both. */
  readonly onWarm: () => Promise<void>;
}

/** The outcome of a trial, with what the target said at the first failure of each class. */
export interface TrialOutcome {
  readonly record: TrialRecord;
  readonly firstErrorOf: (errorClass: string) => string | undefined;
}

/**
 * One trial over connections of its own, so that the target never holds more than those of the cell under way, whatever other cells there are.
 *
 * @throws TargetUnreachableError when no connection can be made
 */
export async function runTrial(job: TrialJob): Promise<TrialOutcome> {
  const { settings, operation, cell, trial, ctx, ready } = job;
  const load = cell.trialLoads[trial];
  if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
  const inOneThread = operation === 'mix' || operation === 'journey';
  const shape = { connections: settings.connections, pipeline: 1 };
  const workers = inOneThread ? 1 : workerCount(settings.workers, shape, availableParallelism());
  const tallies = new SharedArrayBuffer(tallyBytes(workers));
  const options = transportOptions(job, tallies);
  const all = Array.from({ length: workers }, (_, thread) => new TrialTally(tallies, thread));
  const clear = (): void => {
    for (const tally of all) tally.clear();
  };
  const warmup = warmupOf(job);
  const request = { cell: cell.id, trial, load, warmup, extra: () => trialExtra(all, ready.traceNonce) };
  return workers > 1
    ? await inThreads(job, options, workers, {
        ...request,
        ctx: { ...ctx, events: atMeasuring(ctx.events, clear) },
      })
    : await inThisThread(job, options, { ...request, ctx }, clear);
}

type Request = Parameters<Driver['runTrial']>[0];

async function inThisThread(
  job: TrialJob,
  options: DidTransportOptions,
  request: Request,
  clear: () => void,
): Promise<TrialOutcome> {
  const { clock } = job;
  const outcomes = new OutcomeTable();
  const transport = createDidTransport(options, { clock, outcomes, slice: { index: 0, of: 1 } });
  const driver = await closingOnFailure(transport, () =>
    createDriver({ ...driving(job), transport, clock, outcomes }),
  );
  try {
    const warmup = await driver.warmUp(request);
    for (const times of transport.operationTimes.values()) times.clear();
    await job.onWarm();
    clear();
    const record = await driver.runTrial({ ...request, warmup: null });
    const distributions = { ...record.distributions, ...operationDistributions(transport) };
    return {
      record: { ...record, warmup, distributions },
      firstErrorOf: (name) => transport.firstErrorOf?.(outcomes.codeOf(name)),
    };
  } finally {
    await driver.close();
  }
}

async function inThreads(
  job: TrialJob,
  options: DidTransportOptions,
  workers: number,
  request: Request,
): Promise<TrialOutcome> {
  const driver = await createWorkerDriver({
    ...driving(job),
    workers,
    module: builtModule('did-worker.js'),
    options,
  });
  try {
    await job.onWarm();
    const record = await driver.runTrial(request);
    return { record, firstErrorOf: (name) => driver.firstErrorOf(name) };
  } finally {
    await driver.close();
  }
}

function driving({ settings, api }: TrialJob) {
  return {
    drainTimeoutNs: settings.timeout + DRAIN_SLACK_NS,
    targetPid: api.pid,
    ...(settings.pacer === 'auto' ? {} : { pacer: settings.pacer }),
  };
}

function transportOptions(
  { api, settings, ready }: TrialJob,
  tallies: SharedArrayBuffer,
): DidTransportOptions {
  const { connections, connectionPolicy, timeout, family, parseEvery } = settings;
  return {
    host: api.host,
    port: api.port,
    tls: api.tls,
    connections,
    connectionPolicy,
    timeoutNs: timeout,
    family,
    trial: ready.requests,
    parseEvery,
    tallies,
  };
}

function warmupOf({ settings, isFirst }: TrialJob): Load | null {
  const whole = warmupLoad(loadSettings(settings));
  if (isFirst || whole === null || !('durationNs' in whole)) return whole;
  return { ...whole, durationNs: Math.min(whole.durationNs, LATER_WARMUP_NS) };
}

/** Threads cannot be asked between warm-up and trial: what they have told is cleared when the first progress of the trial itself comes in. */
function atMeasuring(events: RunEvents, begin: () => void): RunEvents {
  let begun = false;
  return (event) => {
    if (!begun && event.type === 'trial-progress' && event.progress.phase === 'measure') {
      begun = true;
      begin();
    }
    events(event);
  };
}

function operationDistributions({ operationTimes }: DidTransport): Record<string, Distribution> {
  const found: Record<string, Distribution> = {};
  for (const [operation, times] of operationTimes) {
    const record = times.toRecord();
    if (record !== null) found[operationTimesName(operation)] = record;
  }
  return found;
}

async function closingOnFailure(transport: DidTransport, make: () => Promise<Driver>): Promise<Driver> {
  try {
    return await make();
  } catch (error) {
    await transport.close();
    throw error;
  }
}
