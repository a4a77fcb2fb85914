import { availableParallelism } from 'node:os';
import {
  type CeilingAnswer,
  type CeilingContext,
  createDriver,
  createWorkerDriver,
  type Driver,
  type OpenContext,
  OutcomeTable,
  type PacerName,
  type RunEvents,
  type Session,
  type SessionTarget,
  TargetUnreachableError,
  type TrialContext,
  type WorkerTransportContext,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { type ExchangeOf, endpointCeiling } from './ceiling.js';
import { type LoadSettings, warmupLoad } from './load/trial-loads.js';
import type { EndpointTransport } from './transport/checked-transport.js';
import { workerCount } from './transport/worker-count.js';

/** After the last timeout the driver may take so long to notice. */
const DRAIN_SLACK_NS = 1e9;

/** An endpoint, ready to be connected to. */
export interface Endpoint<Options> {
  readonly settings: LoadSettings & {
    readonly workers: number | 'auto';
    readonly pacer: PacerName | 'auto';
    readonly timeout: number;
    readonly ceiling: number | false;
  };
  readonly exchangeOf: ExchangeOf;
  readonly target: SessionTarget;
  /** Plain data: it is sent to the threads. */
  readonly options: Options;
  /** The built module that makes the transport in each thread. */
  readonly module: URL;
  readonly createTransport: (options: Options, ctx: WorkerTransportContext) => Promise<EndpointTransport>;
}

/**
 * Connects to an endpoint. No request is sent: with `requests: 100` the endpoint sees 100 of them.
 *
 * @throws TargetUnreachableError when no connection can be made
 */
export async function openEndpoint<Options>(endpoint: Endpoint<Options>, ctx: OpenContext): Promise<Session> {
  try {
    return await connect(endpoint, ctx);
  } catch (error) {
    throw withTlsAdvice(error);
  }
}

async function connect<Options>(endpoint: Endpoint<Options>, ctx: OpenContext): Promise<Session> {
  const { settings, options, module, target } = endpoint;
  const workers = workerCount(settings.workers, settings, availableParallelism());
  const drainTimeoutNs = settings.timeout + DRAIN_SLACK_NS;
  const driving = {
    drainTimeoutNs,
    targetPid: target.pid,
    ...(settings.pacer === 'auto' ? {} : { pacer: settings.pacer }),
  };
  if (workers > 1) {
    const driver = await createWorkerDriver({ ...driving, workers, module, options });
    return new EndpointSession(endpoint, workers, driver, (name) => driver.firstErrorOf(name));
  }
  const { clock } = ctx;
  const outcomes = new OutcomeTable();
  const whole = { clock, outcomes, slice: { index: 0, of: 1 } };
  const transport = await endpoint.createTransport(options, whole);
  try {
    const driver = await createDriver({ ...driving, transport, clock, outcomes });
    return new EndpointSession(endpoint, workers, driver, (name) =>
      transport.firstErrorOf(outcomes.codeOf(name)),
    );
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** A certificate that is not trusted is the commonest reason not to get in, and these suites can be told whom to trust. */
function withTlsAdvice(error: unknown): unknown {
  if (!(error instanceof TargetUnreachableError)) return error;
  const { address, tried, hint } = error;
  if (!tried.some((line) => /: TLS \(.*(certificate|altnames)/.test(line))) return error;
  const advice =
    'Name the authority to trust with tls.ca (--cacert), and the name to ask for with tls.sni (--sni).';
  return new TargetUnreachableError(address, tried, `${hint}\n  ${advice}`, { cause: error });
}

/** Says, in every run, that nobody has checked who answers. */
export function warnUnverified(events: RunEvents): void {
  events({
    type: 'warning',
    code: 'TLS_NOT_VERIFIED',
    text: 'the server’s certificate is not checked: whoever answers may not be who was meant',
    hint: 'Name the authority to trust with tls.ca (--cacert) instead of tls.insecure (--insecure).',
  });
}

class EndpointSession implements Session {
  readonly target: SessionTarget;
  readonly #endpoint: Pick<Endpoint<unknown>, 'settings' | 'exchangeOf'>;
  readonly #workers: number;
  readonly #driver: Driver;
  readonly #firstError: (errorClass: string) => string | undefined;
  readonly #explained = new Set<string>();
  #isWarm = false;

  constructor(
    endpoint: Pick<Endpoint<unknown>, 'settings' | 'target' | 'exchangeOf'>,
    workers: number,
    driver: Driver,
    firstError: (errorClass: string) => string | undefined,
  ) {
    this.target = endpoint.target;
    this.#endpoint = endpoint;
    this.#workers = workers;
    this.#driver = driver;
    this.#firstError = firstError;
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const load = cell.trialLoads[trial];
    if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
    // The connections stay open and the code compiled from one trial to the next: the first one alone needs a warm-up.
    const warmup = this.#isWarm ? null : warmupLoad(this.#endpoint.settings);
    this.#isWarm = true;
    const record = await this.#driver.runTrial({ cell: cell.id, trial, load, warmup, ctx });
    this.#explainErrors(record, ctx);
    return record;
  }

  measureCeiling(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const { settings, exchangeOf } = this.#endpoint;
    const ofAll: ExchangeOf = (sizes) => ({ ...exchangeOf(sizes), workers: this.#workers });
    return endpointCeiling(cell, ofAll, settings.ceiling, ctx);
  }

  close(): Promise<void> {
    return this.#driver.close();
  }

  /** What was said at the first error of each class: `TLS` or `PROTOCOL` alone does not tell what to mend. */
  #explainErrors({ counts }: TrialRecord, ctx: TrialContext): void {
    for (const errorClass of Object.keys(counts.errors)) {
      const said = this.#firstError(errorClass);
      if (said === undefined || this.#explained.has(errorClass)) continue;
      this.#explained.add(errorClass);
      const text = `first ${errorClass}: ${said}`;
      const hint = said.includes('speaks HTTP/2') ? { hint: 'Speak it, too: http2: true (--http2).' } : {};
      ctx.events({ type: 'warning', code: errorClass, text, ...hint });
    }
  }
}
