import { availableParallelism } from 'node:os';
import {
  createDriver,
  createWorkerDriver,
  type Driver,
  type OpenContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  startTargetProcess,
  type TargetProcess,
  type TrialContext,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import type { HttpConfig } from './config.js';
import { endpointUrl } from './endpoint-url.js';
import { endpointWorkerUrl } from './endpoint-worker-url.js';
import { warmupLoad } from './load/trial-loads.js';
import { prepareEndpoint } from './prepare.js';
import { responderEntry } from './target-entry.js';
import type { EndpointTransport } from './transport/checked-transport.js';
import { createEndpointTransport, type EndpointOptions } from './transport/endpoint-transport.js';
import { workerCount } from './transport/worker-count.js';

/** After the last timeout the driver may take so long to notice. */
const DRAIN_SLACK_NS = 1e9;

/**
 * Connects to the endpoint, or starts the responder when the config names none. No request is sent: with `requests: 100`
 * the endpoint sees 100 of them.
 *
 * @throws TargetUnreachableError when no connection can be made; what `prepareEndpoint` throws
 */
export async function openHttp(config: HttpConfig, ctx: OpenContext): Promise<Session> {
  const embedded = config.url === null ? await startTargetProcess({ entry: responderEntry }) : null;
  try {
    const url = config.url ?? embedded?.endpoints.http;
    if (url === undefined) throw new Error('the responder announced no http endpoint');
    const options = await prepareEndpoint(config, url, ctx.seed);
    if (config.tls.insecure) {
      ctx.events({
        type: 'warning',
        code: 'TLS_NOT_VERIFIED',
        text: 'the server’s certificate is not checked: whoever answers may not be who was meant',
        hint: 'Name the authority to trust with tls.ca (--cacert) instead of tls.insecure (--insecure).',
      });
    }
    const open = await openDriver(config, options, ctx, embedded?.pid ?? null);
    return new HttpSession(config, open, targetOf(url, embedded), embedded);
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

interface OpenDriver {
  readonly driver: Driver;
  /** Null when the transports are in threads. */
  readonly transport: EndpointTransport | null;
  readonly outcomes: OutcomeTable;
}

async function openDriver(
  config: HttpConfig,
  options: EndpointOptions,
  { clock }: OpenContext,
  targetPid: number | null,
): Promise<OpenDriver> {
  const workers = workerCount(config.workers, config, availableParallelism());
  const drainTimeoutNs = config.timeout + DRAIN_SLACK_NS;
  const outcomes = new OutcomeTable();
  if (workers > 1) {
    const module = endpointWorkerUrl;
    const driver = await createWorkerDriver({ workers, module, options, drainTimeoutNs, targetPid });
    return { driver, transport: null, outcomes };
  }
  const transport = await createEndpointTransport(options, { clock, outcomes, slice: { index: 0, of: 1 } });
  try {
    const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs, targetPid });
    return { driver, transport, outcomes };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

class HttpSession implements Session {
  readonly target: SessionTarget;
  readonly #config: HttpConfig;
  readonly #open: OpenDriver;
  readonly #embedded: TargetProcess | null;
  readonly #explained = new Set<string>();
  #isWarm = false;

  constructor(config: HttpConfig, open: OpenDriver, target: SessionTarget, embedded: TargetProcess | null) {
    this.target = target;
    this.#config = config;
    this.#open = open;
    this.#embedded = embedded;
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const load = cell.trialLoads[trial];
    if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
    // The connections stay open and the code compiled from one trial to the next: the first one alone needs a warm-up.
    const warmup = this.#isWarm ? null : warmupLoad(this.#config);
    this.#isWarm = true;
    const record = await this.#open.driver.runTrial({ cell: cell.id, trial, load, warmup, ctx });
    this.#explainErrors(record, ctx);
    return record;
  }

  async close(): Promise<void> {
    await this.#open.driver.close();
    await this.#embedded?.close();
  }

  /** What was said at the first error of each class: `TLS` or `PROTOCOL` alone does not tell what to mend. */
  #explainErrors({ counts }: TrialRecord, ctx: TrialContext): void {
    const { transport, outcomes } = this.#open;
    for (const errorClass of Object.keys(counts.errors)) {
      const said = transport?.firstErrorOf(outcomes.codeOf(errorClass));
      if (said === undefined || this.#explained.has(errorClass)) continue;
      this.#explained.add(errorClass);
      ctx.events({ type: 'warning', code: errorClass, text: `first ${errorClass}: ${said}` });
    }
  }
}

function targetOf(url: string, embedded: TargetProcess | null): SessionTarget {
  return {
    endpoints: { http: endpointUrl(url).origin },
    embedded: embedded !== null,
    pid: embedded?.pid ?? null,
  };
}
