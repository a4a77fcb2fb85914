// The real command over a suite whose target is arithmetic, in virtual time: `run simulated --set slowdown=0.05` is slower by exactly 5 %,
// and its trials differ by half a percent, on whatever machine.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  buildPlan,
  createDriver,
  createSimulatedTransport,
  OutcomeTable,
  summarizeRun,
  VirtualClock,
} from '@benchwright/load-driver';
import { createRandom } from '@benchwright/stats';
import { createCliClock, main } from 'benchwright';

const { z } = createRequire(fileURLToPath(import.meta.resolve('benchwright')))('zod');
const SLOTS = 4;

/** @type {import('@benchwright/load-driver').Suite<{ slowdown: number, slo: string[] }>} */
const suite = {
  id: 'simulated',
  title: 'A target of known speed',
  version: '1.0.0',
  config: {
    schema: z.strictObject({ slowdown: z.number().default(0), slo: z.array(z.string()).default([]) }),
    environment: {},
    template: '',
  },
  quick: {},
  targets: () => [],
  plan: (_config, seed) => {
    /** @type {import('@benchwright/result-schema').Load} */
    const load = { model: 'iterations', count: 200, concurrency: SLOTS };
    return buildPlan([{ id: 'a', factors: {}, trialLoads: Array.from({ length: 8 }, () => load) }], seed);
  },
  open: async ({ slowdown }, { seed }) => ({
    target: { endpoints: {}, embedded: true, pid: null },
    runTrial: async (cell, trial, ctx) => {
      const random = createRandom(seed).fork(String(trial));
      const centreNs = 1e6 * (1 + slowdown) * Math.exp(random.nextNormal(0, 0.005));
      const clock = new VirtualClock();
      const serviceNs = () => centreNs * Math.exp(random.nextNormal(0, 0.1));
      const transport = createSimulatedTransport({ slots: SLOTS, clock, serviceNs });
      const driver = await createDriver({
        transport,
        clock,
        outcomes: new OutcomeTable(),
        drainTimeoutNs: 5e9,
      });
      const measuring = driver.runTrial({
        cell: cell.id,
        trial,
        load: /** @type {import('@benchwright/result-schema').Load} */ (cell.trialLoads[trial]),
        warmup: null,
        ctx,
      });
      await clock.runUntil(measuring);
      await driver.close();
      return await measuring;
    },
    close: async () => {},
  }),
  summarize: (records) => summarizeRun(records),
  views: [],
};

process.exitCode = await main(
  process.argv.slice(2),
  process.env,
  { stdout: process.stdout, stderr: process.stderr },
  createCliClock(),
  new AbortController().signal,
  { suites: [{ id: 'simulated', title: suite.title, load: async () => suite }], targets: [] },
);
