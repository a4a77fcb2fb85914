import {
  buildPlan,
  createDriver,
  createSimulatedTransport,
  OutcomeTable,
  type Session,
  type Suite,
  splitIterations,
  summarizeRun,
} from '@benchwright/load-driver';
import { BenchwrightError, durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import type { Registry } from '../registry/registry.js';

const schema = z.strictObject({
  requests: z.int().min(1).default(40),
  trials: z.int().min(1).max(50).default(3),
  timeout: durationNs({ above: 0 }).default(30e9),
  target: z.string().nullable().default(null),
  token: z.string().nullable().default(null).meta({ secret: true }),
  allowRemote: z.boolean().default(false),
});

type TinyConfig = z.output<typeof schema>;

/** What a test makes happen at a place that no flag reaches. */
export interface TinyHooks {
  /** Runs before each trial, with how many have begun; what it throws ends the run. */
  readonly beforeTrial?: (begun: number) => void | Promise<void>;
  readonly onOpen?: () => void;
  /** Every request fails. */
  readonly failing?: boolean;
  readonly version?: string;
}

/**
 * A suite of two cells whose target is arithmetic: the real driver, records and summary, in milliseconds. What the command
 * does with a run can be tested with it; what a run measures cannot.
 */
export function tinySuite(hooks: TinyHooks = {}): Suite<TinyConfig> {
  return {
    id: 'tiny',
    title: 'A suite for tests',
    version: hooks.version ?? '1.0.0',
    config: {
      schema,
      environment: { TINY_REQUESTS: ['requests'], TINY_TOKEN: ['token'] },
      template: '# yaml-language-server: $schema=./schemas/tiny.schema.json\nrequests: 40\ntrials: 3\n',
    },
    quick: { requests: 10 },
    plan: (config, seed) =>
      buildPlan(
        ['fast', 'slow'].map((id) => ({
          id,
          factors: { speed: id },
          trialLoads: splitIterations(config.requests, config.trials, 4),
        })),
        seed,
      ),
    open: async (_config, { clock, signal }) => {
      hooks.onOpen?.();
      if (signal.aborted) throw new Error('aborted while opening');
      return await openTiny(hooks, clock);
    },
    summarize: (records) => summarizeRun(records),
    views: [
      {
        id: 'names',
        title: 'Cells by name',
        mediaType: 'text/plain',
        render: ({ cells }) => `${cells.map(({ id }) => id).join(' ')}\n`,
      },
    ],
    targets: ({ target }) => (target === null ? [] : [target]),
  };
}

async function openTiny(
  hooks: TinyHooks,
  clock: Parameters<typeof createSimulatedTransport>[0]['clock'],
): Promise<Session> {
  const outcomes = new OutcomeTable();
  const refused = outcomes.codeOf('CONNECT_REFUSED');
  const transport = createSimulatedTransport({
    slots: 4,
    clock,
    serviceNs: () => 20_000,
    ...(hooks.failing === true ? { outcome: () => refused } : {}),
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 1e9 });
  let begun = 0;
  return {
    target: { endpoints: { tiny: 'sim:1' }, embedded: true, pid: null },
    runTrial: async (cell, trial, ctx) => {
      await hooks.beforeTrial?.(begun++);
      const load = cell.trialLoads[trial];
      if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
      return await driver.runTrial({ cell: cell.id, trial, load, warmup: null, ctx });
    },
    close: () => driver.close(),
  };
}

/** The error of a target that does not answer, as suites throw it. */
export function unreachable(): BenchwrightError {
  return new BenchwrightError('ERR_TARGET_UNREACHABLE', 'cannot reach sim:1', { hint: 'Is it running?' });
}

/** A registry of the tiny suite alone, and of a target that needs no port. */
export function tinyRegistry(hooks: TinyHooks = {}): Registry {
  return {
    suites: [{ id: 'tiny', title: 'A suite for tests', load: async () => tinySuite(hooks) }],
    targets: [
      {
        name: 'echo',
        title: 'Start nothing',
        options: {},
        start: async () => ({ endpoints: { echo: 'sim:2' }, close: async () => {} }),
      },
    ],
  };
}
