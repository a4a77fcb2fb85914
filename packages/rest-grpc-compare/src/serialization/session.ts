import {
  createDriver,
  createOperationTransport,
  type Driver,
  type OpenContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  type TrialContext,
} from '@benchwright/load-driver';
import type { Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { decodeTask, encodeTask, type SerialTask } from './codecs.js';
import type { SerializationConfig } from './config.js';
import { messagesOf } from './messages.js';
import { serialFactorsOf } from './plan.js';
import { allocatedBytesPerMessage, runTask } from './run-task.js';
import { ALLOCATED_EXTRA } from './summarize.js';

/** No batch takes as long: a batch that hangs is a fault. */
const TIMEOUT_NS = 60e9;

interface OpenCell {
  readonly driver: Driver;
  readonly task: SerialTask;
  readonly batch: number;
  isWarm: boolean;
}

/** Prepares every cell of the plan. Nothing is started: the work is done in this process, which is what is measured. */
export async function openSerialization(config: SerializationConfig, ctx: OpenContext): Promise<Session> {
  const cells = new Map<string, OpenCell>();
  for (const cell of ctx.plan.cells) cells.set(cell.id, await openCell(cell, ctx));
  return new SerializationSession(config, cells);
}

class SerializationSession implements Session {
  readonly target: SessionTarget = { endpoints: { here: 'this process' }, embedded: true, pid: null };
  readonly #config: SerializationConfig;
  readonly #cells: ReadonlyMap<string, OpenCell>;

  constructor(config: SerializationConfig, cells: ReadonlyMap<string, OpenCell>) {
    this.#config = config;
    this.#cells = cells;
  }

  runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const open = this.#cells.get(cell.id)!;
    const { warmup } = this.#config;
    const warmNs = open.isWarm ? warmup.trial : warmup.firstTrial;
    open.isWarm = true;
    const warm: Load | null = warmNs === 0 ? null : { model: 'closed', concurrency: 1, durationNs: warmNs };
    const extra = (): Record<string, number> => ({
      [ALLOCATED_EXTRA]: allocatedBytesPerMessage(open.task, open.batch),
    });
    return open.driver.runTrial({
      cell: cell.id,
      trial,
      load: cell.trialLoads[trial]!,
      warmup: warm,
      ctx,
      extra,
    });
  }

  async close(): Promise<void> {
    for (const { driver } of this.#cells.values()) await driver.close();
  }
}

async function openCell(cell: PlanCell, { clock }: OpenContext): Promise<OpenCell> {
  const { operation, message, direction, codec, size, batch } = serialFactorsOf(cell);
  const set = messagesOf({ operation, size })[message];
  const task = direction === 'encode' ? encodeTask(codec, set) : decodeTask(codec, set);
  if (task === null) throw new Error(`cell ${cell.id} has nothing to do`);
  const outcomes = new OutcomeTable();
  const transport = createOperationTransport(
    async () => {
      const bodyBytes = runTask(task, batch);
      const endNs = clock.nowNs();
      // Lets timers and signals in between batches; the batch has ended before.
      await new Promise(setImmediate);
      return { bodyBytes, endNs };
    },
    { slots: 1, timeoutNs: TIMEOUT_NS, clock, outcomes },
  );
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: TIMEOUT_NS });
  return { driver, task, batch, isWarm: false };
}
