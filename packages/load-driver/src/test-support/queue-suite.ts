import { type SearchLoad, searchLoadSchema } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { z } from 'zod';
import { buildPlan } from '../run/build-plan.js';
import { createDriver } from '../run/create-driver.js';
import { searchCell } from '../search/search-cell.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import type { Suite } from '../suite/suite.js';
import { summarizeRun } from '../summarize/summarize-run.js';
import { OutcomeTable } from '../transport/outcome-table.js';

export interface QueueConfig {
  readonly servers: number;
  /** Requests per second that one server works off on average; service times are exponential. */
  readonly perSec: number;
  readonly search: SearchLoad;
  readonly cells: readonly string[];
}

/** A target that is a textbook queue in virtual time (G/M/c): its latency at any rate is known from theory. */
export function createQueueSuite(): Suite<QueueConfig> {
  const schema = z.custom<QueueConfig>();
  return {
    id: 'queue',
    title: 'Queue',
    version: '1.0.0',
    config: { schema, environment: {}, template: '' },
    quick: {},
    targets: () => [],
    plan: ({ cells, search }, seed) =>
      buildPlan(
        cells.map((id) => searchCell(id, { id }, search)),
        seed,
      ),
    async open({ servers, perSec }, { clock, seed }) {
      let random = createRandom(seed);
      const transport = createSimulatedTransport({
        slots: servers,
        clock,
        serviceNs: () => random.nextExponential() * (1e9 / perSec),
      });
      const driver = await createDriver({
        transport,
        clock,
        outcomes: new OutcomeTable(),
        drainTimeoutNs: 60e9,
      });
      return {
        target: { endpoints: {}, embedded: true, pid: null },
        async runTrial(cell, trial, ctx) {
          random = createRandom(seed).fork(`${cell.id}/${trial}`);
          const record = await driver.runTrial({
            cell: cell.id,
            trial,
            load: cell.trialLoads[trial]!,
            warmup: null,
            ctx,
          });
          // The process that plays virtual time is always busy, and what the machine does meanwhile is of no concern to it.
          return { ...record, health: { ...record.health, busyShare: 0.2, stealShare: 0, clockStepNs: 0 } };
        },
        close: () => driver.close(),
      };
    },
    summarize: (records) => summarizeRun(records),
    views: [],
  };
}

/** A search of one condition, complete. */
export function searchOf(slo: string, overlay: Partial<SearchLoad> = {}): SearchLoad {
  return searchLoadSchema.parse({
    model: 'search',
    slo: [slo],
    fromRatePerSec: 100,
    toRatePerSec: 20_000,
    probeDurationNs: 2e9,
    ...overlay,
  });
}
