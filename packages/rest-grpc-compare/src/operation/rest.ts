import {
  type Clock,
  classifyError,
  type Operation,
  type OperationContext,
  type Outcome,
} from '@benchwright/load-driver';
import { type Dispatcher, Pool } from 'undici';
import type { ApiRequest } from './api-call.js';

export interface RestOperationOptions {
  readonly origin: string;
  /** Path of the base URL, without a slash at its end. */
  readonly prefix: string;
  /** Requests under way at most, and so connections: HTTP/1.1 carries one request at a time on each. */
  readonly slots: number;
  readonly connections: 'shared' | 'per-request';
  readonly timeoutNs: number;
  readonly clock: Clock;
  readonly requestFor: (ctx: OperationContext) => ApiRequest;
}

export interface RestOperation {
  readonly operation: Operation;
  close(): Promise<void>;
}

/** No answer of this API comes near it; without a bound a server that never stops sending would fill the memory. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
/** undici gives up on a connection only after this operation's own timer, which knows what to call it. */
const CONNECT_SLACK_MS = 1000;

/**
 * REST as an application would do it: undici, a pool with as many keep-alive connections as requests may be under way,
 * no pipelining, no retries. With `per-request` every request asks for its connection to be closed after the answer.
 * The clock stops when the last byte of the body has been handed over; decoding and checking follow untimed.
 */
export function createRestOperation(options: RestOperationOptions): RestOperation {
  const { origin, slots, timeoutNs } = options;
  const pool = new Pool(origin, {
    connections: slots,
    pipelining: 1,
    // One timer per request covers everything, as the gRPC deadline does; undici's own would be second opinions.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeoutNs / 1e6 + CONNECT_SLACK_MS },
    keepAliveTimeout: 600_000,
    keepAliveMaxTimeout: 600_000,
    maxResponseSize: LARGEST_BODY_BYTES,
  });
  const caller = new RestCaller(pool, options);
  return { operation: (ctx) => caller.call(ctx), close: () => pool.destroy() };
}

const HEADERS_OF_GET = ['accept', 'application/json'];
const HEADERS_OF_POST = ['accept', 'application/json', 'content-type', 'application/json'];

class RestCaller {
  readonly #pool: Pool;
  readonly #o: RestOperationOptions;
  readonly #timeoutMs: number;
  readonly #underWay: (Exchange | undefined)[] = [];
  readonly #armed: (AbortSignal | undefined)[] = [];

  constructor(pool: Pool, options: RestOperationOptions) {
    this.#pool = pool;
    this.#o = options;
    this.#timeoutMs = options.timeoutNs / 1e6;
  }

  call(ctx: OperationContext): Promise<Outcome> {
    return new Promise((resolve) => {
      const request = this.#o.requestFor(ctx);
      const { method, path, body } = request.rest();
      const exchange = new Exchange(request, this.#o.clock, this.#timeoutMs, resolve);
      this.#underWay[ctx.slot] = exchange;
      this.#cancelWith(ctx);
      this.#pool.dispatch(
        {
          method,
          path: this.#o.prefix + path,
          headers: body === undefined ? HEADERS_OF_GET : HEADERS_OF_POST,
          body: body ?? null,
          reset: this.#o.connections === 'per-request',
        },
        exchange,
      );
    });
  }

  /** The driver replaces a slot's signal only after it was used: one listener per slot does for all its requests. */
  #cancelWith({ slot, signal }: OperationContext): void {
    if (this.#armed[slot] === signal) return;
    this.#armed[slot] = signal;
    signal.addEventListener('abort', () => this.#underWay[slot]?.giveUp('CANCELLED'), { once: true });
  }
}

/** One request and its answer, as undici reports them. Settles once; what comes later is ignored. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: ApiRequest;
  readonly #clock: Clock;
  readonly #timer: NodeJS.Timeout;
  #resolve: ((outcome: Outcome) => void) | null;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #firstByteNs = -1;
  #bodyBytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(request: ApiRequest, clock: Clock, timeoutMs: number, resolve: (outcome: Outcome) => void) {
    this.#request = request;
    this.#clock = clock;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.giveUp(this.#controller ? 'TIMEOUT' : 'CONNECT_TIMEOUT'), timeoutMs);
  }

  /** Settles with this class and lets go of the connection. */
  giveUp(errorClass: string): void {
    this.#settle(errorClass, this.#clock.nowNs());
    this.#controller?.abort(new Error(errorClass));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#resolve === null) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
    if (status >= 200) this.#firstByteNs = this.#clock.nowNs();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bodyBytes += chunk.length;
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const endNs = this.#clock.nowNs();
    if (this.#resolve === null) return;
    this.#settle(this.#errorClass(), endNs);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(classifyError(error), this.#clock.nowNs());
  }

  #errorClass(): string | undefined {
    if (this.#status < 200 || this.#status > 299) return `HTTP_${this.#status}`;
    try {
      return this.#request.acceptsJson(this.#body().toString('utf8')) ? undefined : 'WRONG_ANSWER';
    } catch {
      return 'WRONG_ANSWER';
    }
  }

  #body(): Buffer {
    const [first] = this.#chunks;
    return first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }

  #settle(errorClass: string | undefined, endNs: number): void {
    const resolve = this.#resolve;
    if (resolve === null) return;
    this.#resolve = null;
    clearTimeout(this.#timer);
    const outcome: Outcome =
      errorClass === undefined ? { bodyBytes: this.#bodyBytes, endNs } : { errorClass, bodyBytes: 0, endNs };
    if (this.#firstByteNs >= 0) outcome.firstByteNs = this.#firstByteNs;
    resolve(outcome);
  }
}
