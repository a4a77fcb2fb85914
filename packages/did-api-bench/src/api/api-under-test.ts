import { availableParallelism } from 'node:os';
import { endpointCeiling, withoutCeiling, workerCount } from '@benchwright/endpoint-load';
import type { CeilingAnswer, CeilingContext, OpenContext, TrialContext } from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import type { DidSettings } from '../config.js';
import { TrialServerMetrics } from '../monitor/server/trial-server-metrics.js';
import { TrialProcess } from '../monitor/trial-process.js';
import type { CellOperation } from '../operations.js';
import { ApiRequests } from './api-requests.js';
import { type ApiChoice, type OpenApi, openApi } from './open-api.js';
import { runTrial } from './run-trial.js';

/** An API that is ready to be measured, cell by cell. */
export class ApiUnderTest {
  readonly api: OpenApi;
  readonly #settings: DidSettings;
  readonly #requests: ApiRequests;
  readonly #ctx: OpenContext;
  readonly #server: TrialServerMetrics | null;
  readonly #process: TrialProcess;
  readonly #warm = new Set<CellOperation>();
  readonly #explained = new Set<string>();

  private constructor(api: OpenApi, settings: DidSettings, requests: ApiRequests, ctx: OpenContext) {
    this.api = api;
    this.#settings = settings;
    this.#requests = requests;
    this.#ctx = ctx;
    this.#server = settings.monitor ? new TrialServerMetrics(`${api.origin}/metrics`) : null;
    this.#process = new TrialProcess(api.pid, ctx.clock);
  }

  /** Starts or connects, and tries every operation once. Throws what `openApi` and `ApiRequests.prepare` throw. */
  static async open(
    choice: ApiChoice,
    settings: DidSettings,
    cells: readonly CellOperation[],
    ctx: OpenContext,
  ): Promise<ApiUnderTest> {
    const api = await openApi(choice, settings, ctx.events);
    try {
      const requests = new ApiRequests(api, settings, ctx.seed);
      await requests.prepare(cells);
      return new ApiUnderTest(api, settings, requests, ctx);
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  async runTrial(
    operation: CellOperation,
    cell: PlanCell,
    trial: number,
    ctx: TrialContext,
  ): Promise<TrialRecord> {
    const isFirst = !this.#warm.has(operation);
    this.#warm.add(operation);
    const { record: bare, firstErrorOf } = await runTrial({
      api: this.api,
      settings: this.#settings,
      operation,
      ready: await this.#requests.trialOf(operation),
      cell,
      trial,
      isFirst,
      clock: this.#ctx.clock,
      ctx,
      onWarm: async () => {
        await this.#server?.begin();
        await this.#process.begin();
      },
    });
    const record = await this.#process.finish(bare);
    for (const errorClass of Object.keys(record.counts.errors)) {
      const said = firstErrorOf(errorClass);
      const key = `${operation} ${errorClass}`;
      if (said === undefined || this.#explained.has(key)) continue;
      this.#explained.add(key);
      ctx.events({ type: 'warning', code: errorClass, text: `${operation}: first ${errorClass}: ${said}` });
    }
    return (await this.#server?.finish(record)) ?? record;
  }

  measureCeiling(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const { ceiling, connections, connectionPolicy, workers } = this.#settings;
    const threads = workerCount(workers, { connections, pipeline: 1 }, availableParallelism());
    const none = withoutCeiling(this.api.tls !== null, connectionPolicy);
    const exchangeOf = ({ requestBytes, bodyBytes }: { requestBytes: number; bodyBytes: number }) =>
      none ?? {
        protocol: 'http1' as const,
        requestBytes,
        bodyBytes,
        connections,
        pipelining: 1,
        workers: threads,
      };
    return endpointCeiling(cell, exchangeOf, ceiling, ctx);
  }

  close(): Promise<void> {
    return this.api.close();
  }
}
