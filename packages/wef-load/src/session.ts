import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import {
  type CeilingAnswer,
  type CeilingContext,
  ceilingFor,
  createDriver,
  createWorkerDriver,
  type OpenContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  TargetUnreachableError,
  type TrialContext,
  type TrialRequest,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { introduceMachines, type Machines } from './collector/machines.js';
import { type OpenCollector, openCollector } from './collector/open-collector.js';
import { ThroughputStats } from './collector/throughput-stats.js';
import type { WefConfig } from './config.js';
import { templatesFor } from './event/event-mix.js';
import type { EventTemplate } from './event/event-template.js';
import { parseTemplates } from './event/parse-templates.js';
import { BatchLedger, ledgerMemory } from './ledger/batch-ledger.js';
import { eventsOfTrials } from './plan.js';
import { readText } from './read-text.js';
import { createWefTransport, eventPool, type WefSendOptions } from './transport/create-wef-transport.js';
import { workerCount } from './transport/slot-machines.js';
import { accountFor, type Sending } from './trial-account.js';
import { mostBatches } from './trial-extent.js';
import { checkStore } from './verify/check-store.js';
import { wefWorkerUrl } from './wef-worker-url.js';

/** After the last timeout the driver may take so long to notice. */
const DRAIN_SLACK_NS = 1e9;
const TAG_DIGITS = 8;

/**
 * Reads the templates, starts the collector if the config names none, and waits until it is healthy.
 *
 * @throws EventTemplateError, TargetStartError, TargetUnreachableError, StoreError; ERR_NOT_READABLE
 */
export async function openWef(config: WefConfig, ctx: OpenContext): Promise<Session> {
  const templates = await templatesOf(config);
  const collector = await openCollector(config);
  try {
    if (config.tls.insecure) warnUnverified(ctx);
    const runTag = newRunTag(ctx.seed);
    const machines = await introduceMachines(config, { collector, runTag, ctx });
    const stats = await statsOf(config, collector);
    const { verifyS3, s3 } = config;
    if (verifyS3 && s3.endpoint !== null && collector.store !== null) {
      await checkStore(collector.store, s3.bucket, ctx.signal);
    }
    return new WefSession(config, ctx, { collector, templates, stats, runTag, machines });
  } catch (error) {
    await collector.close();
    throw error;
  }
}

async function templatesOf({ templates, eventType }: WefConfig): Promise<readonly EventTemplate[]> {
  if (templates === null) return templatesFor(eventType);
  return templatesFor(eventType, parseTemplates(templates, await readText(templates)));
}

/** Another one each time, also for a run that is resumed or repeated with the same seed: events of the one before may still arrive. */
function newRunTag(seed: number): string {
  const identity = `${seed} ${Date.now()} ${randomBytes(8).toString('hex')}`;
  return createHash('sha256').update(identity).digest('hex').slice(0, TAG_DIGITS);
}

/** A collector whose count cannot be read before the run would not be believed after it. */
async function statsOf(
  { statsEndpoint }: WefConfig,
  { endpoint, tls }: OpenCollector,
): Promise<ThroughputStats | null> {
  if (statsEndpoint === 'none') return null;
  const url = statsEndpoint ?? new URL('/stats/throughput', endpoint).href;
  const stats = new ThroughputStats(url, url.startsWith('https:') ? tls : null);
  if (await stats.setBaseline()) return stats;
  const hint =
    'Without this count nobody knows what was received: name it with statsEndpoint, or say statsEndpoint: none.';
  throw new TargetUnreachableError(new URL(url).host, [stats.lastProblem ?? url], hint);
}

function warnUnverified({ events }: OpenContext): void {
  events({
    type: 'warning',
    code: 'TLS_NOT_VERIFIED',
    text: 'the collector’s certificate is not checked: whoever answers may not be who was meant',
    hint: 'Name the authority to trust with tls.ca instead of tls.insecure.',
  });
}

interface SessionParts {
  readonly collector: OpenCollector;
  readonly templates: readonly EventTemplate[];
  readonly stats: ThroughputStats | null;
  readonly runTag: string;
  readonly machines: Machines;
}

class WefSession implements Session {
  readonly target: SessionTarget;
  readonly #config: WefConfig;
  readonly #ctx: OpenContext;
  readonly #parts: SessionParts;
  #nextRecordId = 1;

  constructor(config: WefConfig, ctx: OpenContext, parts: SessionParts) {
    this.#config = config;
    this.#ctx = ctx;
    this.#parts = parts;
    this.target = parts.collector.target;
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const load = cell.trialLoads[trial];
    if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
    // Of a trial that several machines offer together, each has part of the batches, none of which is the smaller last one.
    const events =
      ctx.part === undefined && !cell.search ? (eventsOfTrials(this.#config)[trial] ?? null) : null;
    const terms = { firstRecordId: this.#nextRecordId, batchSize: this.#config.batchSize, events };
    const memory = ledgerMemory(mostBatches(load));
    const options = this.#sendOptions(memory, terms);
    const ledger = new BatchLedger(memory, terms);
    await this.#parts.stats?.setBaseline();
    const limited = limitOf(ctx, this.#config.timeoutSecs);
    const sinceMs = Date.now();
    const warmup = null;
    const extra = () => ({ resentEnvelopes: ledger.resent });
    const request = { cell: cell.id, trial, load, warmup, ctx: limited.ctx, extra };
    const record = await this.#send(options, request, ctx);
    limited.clear();
    const sending: Sending = {
      config: this.#config,
      record,
      ranges: ledger.ranges(),
      runTag: this.#parts.runTag,
      sinceMs,
      timedOut: limited.timedOut(),
      stats: this.#parts.stats,
      store: this.#parts.collector.store,
      templates: this.#parts.templates,
      pool: () => eventPool(options),
      ctx,
    };
    this.#nextRecordId = sending.ranges.nextRecordId;
    return await accountFor(sending);
  }

  async measureCeiling(_cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const { ceiling, connections, batchSize, wire } = this.#config;
    if (this.#parts.collector.tls !== null) return { none: 'it is not measured over TLS' };
    if (wire === 'ws-man') return { none: 'it is not measured where each envelope waits for its Ack' };
    const pool = eventPool({
      templates: this.#parts.templates,
      batchSize,
      connections,
      seed: this.#ctx.seed,
    });
    const meanBytes = pool.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / pool.length;
    const requestBytes = Math.round(meanBytes * batchSize);
    const shape = { protocol: 'http1', requestBytes, bodyBytes: 2, connections, pipelining: 1 } as const;
    return await ceilingFor({ ...shape, workers: this.#workers() }, ceiling, ctx);
  }

  async close(): Promise<void> {
    this.#parts.machines.close();
    await this.#parts.collector.close();
  }

  #workers(most: number = this.#config.connections): number {
    return workerCount(
      this.#config.workers,
      Math.min(most, this.#config.connections),
      availableParallelism(),
    );
  }

  /** With a driver of its own for each trial: the transport is made for the record ids of one. */
  async #send(options: WefSendOptions, request: TrialRequest, ctx: TrialContext): Promise<TrialRecord> {
    const { pacer, requestTimeout, resends, resendAfter, wire } = this.#config;
    const patience =
      wire === 'ws-man' ? (resends + 1) * requestTimeout + resends * resendAfter : requestTimeout;
    const driving = {
      drainTimeoutNs: patience + DRAIN_SLACK_NS,
      targetPid: this.target.pid,
      ...(pacer === 'auto' ? {} : { pacer }),
    };
    const workers = this.#workers(mostBatches(request.load));
    if (workers > 1) {
      const driver = await createWorkerDriver({ ...driving, workers, module: wefWorkerUrl, options });
      try {
        return explained(await driver.runTrial(request), (name) => driver.firstErrorOf(name), ctx);
      } finally {
        await driver.close();
      }
    }
    const { clock } = this.#ctx;
    const outcomes = new OutcomeTable();
    const transport = await createWefTransport(options, { clock, outcomes, slice: { index: 0, of: 1 } });
    const driver = await createDriver({ ...driving, transport, clock, outcomes });
    try {
      const record = await driver.runTrial(request);
      return explained(record, (name) => transport.firstErrorOf(outcomes.codeOf(name)), ctx);
    } finally {
      await driver.close();
    }
  }

  #sendOptions(ledger: SharedArrayBuffer, terms: WefSendOptions['terms']): WefSendOptions {
    const { collector, templates } = this.#parts;
    const { batchSize, connections, machines, maxEnvelopeBytes, requestTimeout, wire, resends, resendAfter } =
      this.#config;
    const { hostname, port, host, protocol, pathname } = new URL(collector.endpoint);
    return {
      host: hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      authority: host,
      tls: collector.tls,
      wire: this.#parts.machines.wire ?? {
        form: 'seed',
        path: `${pathname.replace(/\/$/, '')}/wsman/events`,
      },
      templates,
      seed: this.#ctx.seed,
      runTag: this.#parts.runTag,
      batchSize,
      connections,
      machines,
      maxEnvelopeBytes,
      timeoutNs: requestTimeout,
      resends: wire === 'ws-man' ? resends : 0,
      resendAfterNs: resendAfter,
      ledger,
      terms,
    };
  }
}

/** The context of a trial that is also ended when its time is up. */
function limitOf(ctx: TrialContext, timeoutSecs: number) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutSecs * 1000);
  return {
    ctx: { ...ctx, signal: AbortSignal.any([ctx.signal, limit.signal]) },
    timedOut: () => limit.signal.aborted && !ctx.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}

/** Says, in every run, what was said at the first failure of each class. */
function explained(
  record: TrialRecord,
  firstError: (errorClass: string) => string | undefined,
  { events }: TrialContext,
): TrialRecord {
  for (const code of Object.keys(record.counts.errors)) {
    const said = firstError(code);
    if (said !== undefined) events({ type: 'warning', code, text: `first ${code}: ${said}` });
  }
  return record;
}
