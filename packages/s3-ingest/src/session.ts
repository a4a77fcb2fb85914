import {
  type CeilingAnswer,
  type CeilingContext,
  createDriver,
  createOperationTransport,
  type Driver,
  type OpenContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  TargetUnreachableError,
  type TrialContext,
} from '@benchwright/load-driver';
import type { Ceiling, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import type { S3IngestConfig } from './config.js';
import { lambdaArchitecture } from './cost/invocation-cost.js';
import { type Prices, priceWarnings } from './cost/prices.js';
import { specOf } from './design/cell-spec.js';
import { slotsOf, warmupLoad } from './plan.js';
import { InvocationTally } from './runner/invocation-tally.js';
import { createInvokeOperation, type InvocationPhase } from './runner/invoke-operation.js';
import { runIdOfTrial } from './runner/run-id.js';
import { FIGURES } from './runner/trial-figures.js';
import { loadPrices } from './session/load-prices.js';
import { ObjectCleaner } from './session/object-cleaner.js';
import { type Invoker, openInvoker } from './session/open-invoker.js';
import { rawCeiling } from './session/raw-ceiling.js';

/**
 * Makes everything ready: reads the prices, reaches S3 and Lambda or starts them, and checks that the functions are those of the plan.
 *
 * @throws TargetUnreachableError, TargetStartError, CredentialsError, BucketError, FunctionsError, ConfigError (prices)
 */
export async function openS3Ingest(config: S3IngestConfig, ctx: OpenContext): Promise<Session> {
  const prices = await loadPrices(config.prices);
  for (const warning of priceWarnings(prices, today())) ctx.events({ type: 'warning', ...warning });
  const invoker = await openInvoker(config, ctx);
  return new S3IngestSession(config, ctx, { invoker, prices });
}

class S3IngestSession implements Session {
  readonly #config: S3IngestConfig;
  readonly #ctx: OpenContext;
  #invoker: Invoker;
  readonly #prices: Prices;
  readonly #ceilings = new Map<string, Ceiling>();

  constructor(config: S3IngestConfig, ctx: OpenContext, parts: { invoker: Invoker; prices: Prices }) {
    this.#config = config;
    this.#ctx = ctx;
    this.#invoker = parts.invoker;
    this.#prices = parts.prices;
  }

  get target(): SessionTarget {
    return this.#invoker.target;
  }

  /**
   * A trial in which the local Lambda ended of itself is no measurement of a function: a new Lambda is started and the trial repeated, once.
   *
   * @throws TargetUnreachableError when the new one ends too
   */
  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const record = await this.#runOnce(cell, trial, ctx);
    if (!this.#invoker.hasEnded() || ctx.signal.aborted) return record;
    const { failed } = record.counts;
    const lost = `the local Lambda (process ${this.target.pid}) ended during trial ${trial + 1} of ${cell.id}: ${failed} invocations failed`;
    this.#ctx.events({
      type: 'warning',
      code: 'LAMBDA_LOST',
      text: `${lost}; it is started again and the trial repeated`,
      hint: 'Somebody killed it, or the system did for want of memory: see dmesg.',
    });
    this.#invoker = await this.#invoker.restart();
    const again = await this.#runOnce(cell, trial, ctx);
    if (this.#invoker.hasEnded() && !ctx.signal.aborted) {
      const hint = 'See dmesg: the system ends what takes too much memory. Lower --concurrency or --memory.';
      throw new TargetUnreachableError(this.#invoker.address, [lost, 'a new one, which ended too'], hint);
    }
    return { ...again, extra: { ...again.extra, [FIGURES.lambdaRestarts]: 1 } };
  }

  async #runOnce(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const { seed } = this.#ctx;
    const startMs = Date.now();
    const runId = runIdOfTrial(startMs, { seed, cell: cell.id, trial });
    const cleaner = this.#cleaner();
    let phase = this.#phase(cell, `${runId}-warmup`, cleaner);
    const driver = await this.#openDriver(cell, ctx, () => phase);
    try {
      const request = { cell: cell.id, trial, load: cell.trialLoads[trial]!, ctx };
      const warmup = await driver.warmUp({ ...request, warmup: warmupLoad(specOf(cell), this.#config) });
      const before = phase.tally;
      phase = this.#phase(cell, runId, cleaner);
      const { tally } = phase;
      const extra = () => ({
        [FIGURES.runStartMs]: startMs,
        [FIGURES.warmupColdStarts]: before.coldStarts,
        ...tally.figures(),
      });
      const record = await driver.runTrial({ ...request, warmup: null, extra });
      const own = tally.distributions(before.coldStartsMs);
      return { ...record, warmup, distributions: { ...record.distributions, ...own } };
    } finally {
      await driver.close();
      await this.#finishCleaning(cleaner);
    }
  }

  async measureCeiling(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const { storage } = this.#invoker;
    if (storage === null) return { none: 'the functions run elsewhere' };
    const connections = Math.min(this.#config.concurrency, slotsOf(this.#config));
    const { ceiling: lengthNs, queueSize } = this.#config;
    const options = { spec: specOf(cell), storage, connections, queueSize, lengthNs };
    return await rawCeiling({ ...options, measured: this.#ceilings }, ctx);
  }

  verify(): Promise<void> {
    return this.#invoker.verify();
  }

  close(): Promise<void> {
    return this.#invoker.close();
  }

  #phase(
    cell: PlanCell,
    runId: string,
    cleaner: ObjectCleaner | null,
  ): InvocationPhase & { tally: InvocationTally } {
    const terms = { architecture: lambdaArchitecture(process.arch) ?? 'x86_64', day: today() } as const;
    const tally = new InvocationTally({ memoryMb: specOf(cell).memoryMb, terms, prices: this.#prices });
    return {
      runId,
      tally,
      throttled: (times) => tally.throttled(times),
      answered: (answer) => {
        tally.answered(answer);
        const { record } = answer;
        if (record?.ok === true) cleaner?.add(record.s3_key, record.object_bytes);
      },
    };
  }

  async #openDriver(cell: PlanCell, ctx: TrialContext, phase: () => InvocationPhase): Promise<Driver> {
    const { clock } = this.#ctx;
    const { timeout, throttles } = this.#config;
    const { client } = this.#invoker;
    const { functionName } = specOf(cell);
    const random = createRandom(ctx.trialSeed);
    const policy = {
      retries: throttles.retries,
      baseNs: throttles.base,
      mostNs: throttles.most,
      random: () => random.nextFloat(),
    };
    const outcomes = new OutcomeTable();
    const transport = createOperationTransport(
      createInvokeOperation({ client, functionName, policy, clock, phase }),
      { slots: this.#slots(), timeoutNs: timeout, clock, outcomes },
    );
    return await createDriver({
      transport,
      clock,
      outcomes,
      drainTimeoutNs: timeout,
      targetPid: this.target.pid,
    });
  }

  /** The warm-up runs over the same slots as the trial. */
  #slots(): number {
    return Math.max(slotsOf(this.#config), this.#config.concurrency);
  }

  #cleaner(): ObjectCleaner | null {
    const { storage } = this.#invoker;
    return storage === null || !this.#config.deleteObjects
      ? null
      : new ObjectCleaner(storage.client, storage.bucket);
  }

  async #finishCleaning(cleaner: ObjectCleaner | null): Promise<void> {
    await cleaner?.finish();
    if (cleaner === null || cleaner.left === 0) return;
    const text = `${cleaner.left} objects of the trial could not be deleted from ${this.#config.bucket}`;
    this.#ctx.events({ type: 'warning', code: 'OBJECTS_LEFT', text });
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
