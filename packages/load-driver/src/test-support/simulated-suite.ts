import type { Load } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { z } from 'zod';
import { buildPlan } from '../run/build-plan.js';
import { createDriver } from '../run/create-driver.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import type { Suite } from '../suite/suite.js';
import { summarizeRun } from '../summarize/summarize-run.js';
import { OutcomeTable } from '../transport/outcome-table.js';

const schema = z.strictObject({
  trials: z.int().default(5),
  requests: z.int().default(200),
  /** How much slower cell b is than cell a: 0.05 is 5 %. */
  slowdown: z.number().default(0),
  /** Standard deviation of the logarithm: of what disturbs both cells of a round alike, of each trial, of each request. With the
   * defaults the p50s of trials differ by 1.5 % beyond what is common to their round: 1.2 % of the trial, 0.9 % of sampling 200 requests. */
  roundSigma: z.number().default(0.03),
  trialSigma: z.number().default(0.012),
  requestSigma: z.number().default(0.1),
});
export type SimulatedConfig = z.infer<typeof schema>;

const SLOTS = 4;
const SERVICE_NS = 1e6;

/**
 * Two cells that are the same target but for `slowdown`, in virtual time: service times are lognormal, with an effect of the
 * round and one of the trial, as machines have.
 */
export function createSimulatedSuite(): Suite<SimulatedConfig> {
  return {
    id: 'simulated',
    title: 'Simulated',
    version: '1.0.0',
    config: { schema, environment: {}, template: '' },
    quick: {},
    targets: () => [],
    plan: ({ trials, requests }, seed) => {
      const load: Load = { model: 'iterations', count: requests, concurrency: SLOTS };
      const trialLoads = Array.from({ length: trials }, () => load);
      return buildPlan(
        ['a', 'b'].map((id) => ({ id, factors: { id }, trialLoads })),
        seed,
      );
    },
    async open(config, { clock, seed }) {
      const outcomes = new OutcomeTable();
      let centreNs = SERVICE_NS;
      let random = createRandom(seed);
      const transport = createSimulatedTransport({
        slots: SLOTS,
        clock,
        serviceNs: () => centreNs * Math.exp(random.nextNormal(0, config.requestSigma)),
      });
      const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 5e9 });
      return {
        target: { endpoints: {}, embedded: true, pid: null },
        runTrial(cell, trial, ctx) {
          random = createRandom(seed).fork(`${cell.id}/${trial}`);
          const round = createRandom(seed).fork(`round-${trial}`).nextNormal(0, config.roundSigma);
          const effect = round + random.nextNormal(0, config.trialSigma);
          centreNs = SERVICE_NS * Math.exp(effect) * (cell.id === 'b' ? 1 + config.slowdown : 1);
          return driver.runTrial({
            cell: cell.id,
            trial,
            load: cell.trialLoads[trial]!,
            warmup: null,
            ctx,
          });
        },
        close: () => driver.close(),
      };
    },
    summarize: (records) => summarizeRun(records),
    views: [],
  };
}
