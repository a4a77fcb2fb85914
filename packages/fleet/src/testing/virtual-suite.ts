import {
  buildPlan,
  createDriver,
  createSimulatedTransport,
  OutcomeTable,
  type Suite,
  summarizeRun,
  type TrialContext,
  VirtualClock,
} from '@benchwright/load-driver';
import { type Load, loadSchema } from '@benchwright/result-schema';
import { z } from 'zod';

const schema = z.strictObject({
  load: loadSchema,
  trials: z.int().default(1),
  target: z.string().nullable().default('127.0.0.1:1'),
  workers: z.int().default(1),
});
export type VirtualConfig = z.output<typeof schema>;

/** What a test makes happen on an agent. */
export interface VirtualHooks {
  /** Before the trial begins, when all are ready. */
  readonly beforeTrial?: (ctx: TrialContext) => void | Promise<void>;
  /** Instead of measuring. */
  readonly ignoresParts?: boolean;
  readonly version?: string;
  readonly verify?: () => Promise<void>;
}

/** A server whose answer depends on when it is asked, not on who asks: slices meet what the whole meets. */
const serviceNs = (_n: number, startNs: number): number => 1e6 + (startNs % 7e6);

/** One cell against arithmetic in virtual time: what is measured is exact, and takes no time. */
export function virtualSuite(hooks: VirtualHooks = {}): Suite<VirtualConfig> {
  return {
    id: 'virtual',
    title: 'Arithmetic',
    version: hooks.version ?? '1.0.0',
    config: { schema, environment: {}, template: '' },
    quick: {},
    targets: ({ target }) => (target === null ? [] : [target]),
    plan: ({ load, trials }, seed) =>
      buildPlan([{ id: 'a', factors: {}, trialLoads: Array.from({ length: trials }, () => load) }], seed),
    open: async () => ({
      target: { endpoints: {}, embedded: false, pid: null },
      runTrial: async (cell, trial, ctx) => {
        if (hooks.ignoresParts === true)
          return await runVirtually(cell.trialLoads[trial]!, { ...ctx, part: undefined });
        // Virtual time cannot wait for other processes: the barrier is passed before it begins.
        const atHrNs = (await ctx.part?.ready()) ?? 0n;
        while (process.hrtime.bigint() < atHrNs) await new Promise((resolve) => setImmediate(resolve));
        ctx.part?.began?.(process.hrtime.bigint());
        await hooks.beforeTrial?.(ctx);
        const part =
          ctx.part === undefined ? undefined : { ...ctx.part, ready: async () => 0n, began: () => {} };
        return await runVirtually(cell.trialLoads[trial]!, { ...ctx, part });
      },
      ...(hooks.verify === undefined ? {} : { verify: hooks.verify }),
      close: async () => {},
    }),
    summarize: (records) => summarizeRun(records),
    views: [],
  };
}

async function runVirtually(
  load: Load,
  { part, ...ctx }: Omit<TrialContext, 'part'> & { part: TrialContext['part'] | undefined },
) {
  const clock = new VirtualClock();
  const transport = createSimulatedTransport({ slots: 500, clock, serviceNs });
  const driver = await createDriver({ transport, clock, outcomes: new OutcomeTable(), drainTimeoutNs: 1e9 });
  const given = part === undefined ? ctx : { ...ctx, part };
  return await clock.runUntil(driver.runTrial({ cell: 'a', trial: 0, load, warmup: null, ctx: given }));
}
