import {
  buildPlan,
  createDriver,
  createSimulatedTransport,
  OutcomeTable,
  type Suite,
  summarizeRun,
  VirtualClock,
} from '@benchwright/load-driver';
import { z } from 'zod';
import type { Registry } from '../registry/registry.js';

const schema = z.strictObject({
  trials: z.int().min(1).default(8),
  requests: z.int().min(1).default(200),
  /** How much slower than 1 ms the target is: 0.05 is 5 %. */
  slowdown: z.number().default(0),
  slo: z.array(z.string()).default([]),
});
type SimulatedConfig = z.output<typeof schema>;

const SLOTS = 4;
/** Standard deviations of the logarithm, from trial to trial and from request to request. */
const TRIAL_SIGMA = 0.005;
const REQUEST_SIGMA = 0.1;

/** One cell measured in virtual time by the real driver: trials differ by 0.5 %, and the seed of the run says how. */
function simulatedSuite(): Suite<SimulatedConfig> {
  return {
    id: 'simulated',
    title: 'A target of known speed',
    version: '1.0.0',
    config: { schema, environment: {}, template: '' },
    quick: {},
    targets: () => [],
    plan: ({ trials, requests }, seed) => {
      const load = { model: 'iterations', count: requests, concurrency: SLOTS } as const;
      const trialLoads = Array.from({ length: trials }, () => load);
      return buildPlan([{ id: 'a', factors: { side: 'a' }, trialLoads }], seed);
    },
    open: async ({ slowdown }, { seed }) => ({
      target: { endpoints: {}, embedded: true, pid: null },
      runTrial: async (cell, trial, ctx) => {
        const normal = normals(seed * 1000 + trial);
        const centreNs = 1e6 * (1 + slowdown) * Math.exp(TRIAL_SIGMA * normal());
        const clock = new VirtualClock();
        const serviceNs = (): number => centreNs * Math.exp(REQUEST_SIGMA * normal());
        const transport = createSimulatedTransport({ slots: SLOTS, clock, serviceNs });
        const outcomes = new OutcomeTable();
        const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 5e9 });
        const load = cell.trialLoads[trial]!;
        const measuring = driver.runTrial({ cell: cell.id, trial, load, warmup: null, ctx });
        await clock.runUntil(measuring);
        await driver.close();
        return await measuring;
      },
      close: async () => {},
    }),
    summarize: (records) => summarizeRun(records),
    views: [],
  };
}

/** Normal deviates (Box and Muller 1958) from a 32-bit generator (mulberry32). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A registry of the simulated suite alone. */
export function simulatedRegistry(): Registry {
  return {
    suites: [{ id: 'simulated', title: 'A target of known speed', load: async () => simulatedSuite() }],
    targets: [],
  };
}
