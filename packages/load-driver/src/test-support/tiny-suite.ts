import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import { createOperationTransport } from '../operation/operation-transport.js';
import { buildPlan, splitIterations } from '../run/build-plan.js';
import { createDriver } from '../run/create-driver.js';
import type { Suite } from '../suite/suite.js';
import { summarizeRun } from '../summarize/summarize-run.js';
import { OutcomeTable } from '../transport/outcome-table.js';

const schema = z.strictObject({ requests: z.int().default(60), trials: z.int().default(3) });
export type TinyConfig = z.infer<typeof schema>;

/** A whole suite in one screen, measured for real: fetch against a node:http server in this process. */
export function createTinySuite(): Suite<TinyConfig> {
  return {
    id: 'tiny',
    title: 'Tiny',
    version: '1.0.0',
    config: { schema, environment: {}, template: 'requests: 60\n' },
    quick: { requests: 10 },
    targets: () => [],
    plan: ({ requests, trials }, seed) =>
      buildPlan(
        ['one', 'two'].map((id) => ({
          id,
          factors: { id },
          trialLoads: splitIterations(requests, trials, 4),
        })),
        seed,
      ),
    async open(_config, ctx) {
      const server = createServer((_req, res) => res.end('hello')).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const url = `http://127.0.0.1:${address.port}/`;
      const outcomes = new OutcomeTable();
      const transport = createOperationTransport(
        async ({ signal }) => ({
          bodyBytes: (await (await fetch(url, { signal })).arrayBuffer()).byteLength,
        }),
        { slots: 4, timeoutNs: 5e9, clock: ctx.clock, outcomes, observePorts: [address.port] },
      );
      const driver = await createDriver({
        transport,
        clock: ctx.clock,
        outcomes,
        drainTimeoutNs: 5e9,
        targetPid: process.pid,
      });
      return {
        target: { endpoints: { http: url }, embedded: true, pid: null },
        runTrial: (cell, trial, trialCtx) =>
          driver.runTrial({
            cell: cell.id,
            trial,
            load: cell.trialLoads[trial]!,
            warmup: { model: 'iterations', count: 8, concurrency: 4 },
            ctx: trialCtx,
          }),
        close: async () => {
          await driver.close();
          server.closeAllConnections();
          server.close();
          await once(server, 'close');
        },
      };
    },
    summarize: (records) => summarizeRun(records),
    views: [
      {
        id: 'json',
        title: 'JSON',
        mediaType: 'application/json',
        render: (result) => JSON.stringify(result),
      },
    ],
  };
}
