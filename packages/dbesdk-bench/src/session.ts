import { join } from 'node:path';
import {
  createDriver,
  createWorkerDriver,
  type Driver,
  type OpenContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  type TrialContext,
} from '@benchwright/load-driver';
import type { Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { itemWorkerUrl } from './built-modules.js';
import { type CellSpec, specOf } from './cell-spec.js';
import type { DbesdkConfig } from './config.js';
import { openStore, type Store } from './dynamodb/store.js';
import { storeWork } from './dynamodb/store-work.js';
import { dynamoDbTargetOf } from './dynamodb-target.js';
import { checkMemory } from './memory-check.js';
import { cellSpecs } from './plan/cell-specs.js';
import { warmupLoad } from './plan.js';
import { runProbe } from './probe/run-probe.js';
import { withoutSplit, withSplitNamed } from './record/split-times.js';
import { scenarioOf } from './scenario.js';
import { PRIMITIVE_DECRYPT, PRIMITIVE_ENCRYPT } from './summarize/figure-names.js';
import {
  createItemTransport,
  cryptorWork,
  type ItemTransportOptions,
  OPERATION_TIMEOUT_NS,
} from './work/item-transport.js';
import { measurePrimitiveLimit, type PrimitiveLimit } from './work/primitive-limit.js';

/** Without a table there is nothing to reach. */
const IN_PROCESS: SessionTarget = {
  endpoints: { encryptor: 'in this process' },
  embedded: true,
  pid: null,
};

/** Share of a trial's length that measuring the primitives' limit beside it may take. */
const LIMIT_SHARE = 0.2;

/**
 * Makes everything ready: checks that the items fit into memory, says what is left out, and opens the table if there is one.
 *
 * @throws NotEnoughMemoryError, TableSchemaError, TargetUnreachableError, TargetStartError
 */
export async function openDbesdk(config: DbesdkConfig, ctx: OpenContext): Promise<Session> {
  const target = dynamoDbTargetOf(config, process.env);
  const { leftOut } = cellSpecs(config, scenarioOf(config), target !== null);
  for (const { code, why } of leftOut) ctx.events({ type: 'warning', code, text: `left out: ${why}` });
  checkMemory(ctx.plan.cells.map((cell) => ({ id: cell.id, spec: specOf(cell) })));
  const store = target === null ? null : await openStore(target, config.table_name, ctx);
  return new DbesdkSession(config, ctx, store);
}

class DbesdkSession implements Session {
  readonly target: SessionTarget;
  readonly #config: DbesdkConfig;
  readonly #ctx: OpenContext;
  readonly #store: Store | null;

  constructor(config: DbesdkConfig, ctx: OpenContext, store: Store | null) {
    this.#config = config;
    this.#ctx = ctx;
    this.#store = store;
    this.target = store?.target ?? IN_PROCESS;
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const spec = specOf(cell);
    const load = cell.trialLoads[trial]!;
    const warmup = warmupLoad(spec, this.#config);
    const options = { spec, tableName: this.#config.table_name, seed: ctx.trialSeed };
    if (spec.test === 'memory' || spec.test === 'stages') {
      const heapProfile = this.#heapProfileOf(cell, spec, trial);
      const request = { cell: cell.id, trial, load, warmup, options, heapProfile };
      return named(spec, await runProbe(request, ctx.signal));
    }
    const driver = await this.#openDriver(options);
    try {
      const record = await driver.runTrial({ cell: cell.id, trial, load, warmup, ctx });
      return named(spec, this.#withLimit(spec, load, record));
    } finally {
      await driver.close();
    }
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  async #openDriver(options: ItemTransportOptions): Promise<Driver> {
    const { spec } = options;
    const { clock } = this.#ctx;
    if (spec.mode === 'threads' && spec.concurrency > 1) {
      return await createWorkerDriver({
        workers: spec.concurrency,
        module: itemWorkerUrl,
        options,
        drainTimeoutNs: OPERATION_TIMEOUT_NS,
      });
    }
    const outcomes = new OutcomeTable();
    const place = { clock, outcomes, slots: spec.concurrency, lane: 0 };
    const store = this.#store;
    const work = store === null ? cryptorWork(options, place) : storeWork(options, place, store);
    const timeoutNs = store === null ? OPERATION_TIMEOUT_NS : store.timeoutNs;
    const ports = store?.ports ?? [];
    const transport = createItemTransport(work, place, timeoutNs, ports);
    return await createDriver({
      transport,
      clock,
      outcomes,
      drainTimeoutNs: timeoutNs,
      targetPid: this.target.pid,
    });
  }

  /** The limit of the primitives, measured right after the trial on this thread: only where the trial is about them. */
  #withLimit(spec: CellSpec, load: Load, record: TrialRecord): TrialRecord {
    if (spec.store !== 'none' || load.model !== 'closed' || record.interrupted) return record;
    const limit = measurePrimitiveLimit(spec.dataSize, load.durationNs * LIMIT_SHARE, this.#ctx.clock);
    return { ...record, extra: { ...record.extra, ...figuresOf(limit) } };
  }

  #heapProfileOf(cell: PlanCell, spec: CellSpec, trial: number): string | null {
    const folder = this.#config.heap_profile;
    return folder === null || spec.test !== 'memory' || trial > 0
      ? null
      : join(folder, `${cell.id}.heapprofile`);
  }
}

function figuresOf({ encryptNs, decryptNs }: PrimitiveLimit): Record<string, number> {
  return { [PRIMITIVE_ENCRYPT]: encryptNs, [PRIMITIVE_DECRYPT]: decryptNs };
}

/** The two halves of an operation under their own names; operations without halves have none. */
function named(spec: CellSpec, record: TrialRecord): TrialRecord {
  if (spec.test === 'encrypt' || spec.test === 'decrypt') return withoutSplit(record);
  return spec.store === 'dynamodb'
    ? withSplitNamed(record, { first: 'putNs', second: 'getNs' })
    : withSplitNamed(record, { first: 'encryptNs', second: 'decryptNs' });
}
