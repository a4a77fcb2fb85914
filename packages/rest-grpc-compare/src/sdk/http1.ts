import { type Clock, classifyError, type OperationContext, type Outcome } from '@benchwright/load-driver';
import { type Dispatcher, Pool } from 'undici';
import type { Dialect } from '../operation/dialect.js';
import type { SdkOperation, SdkOptions } from './sdk-operation.js';

export interface Http1SdkOptions extends SdkOptions {
  readonly origin: string;
}

/** No answer of this API comes near it; without a bound a server that never stops sending would fill the memory. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
/** undici gives up on a connection only after this operation's own timer, which knows what to call it. */
const CONNECT_SLACK_MS = 1000;

/**
 * HTTP/1.1 as an application would do it: undici, a pool with as many keep-alive connections as requests may be under way,
 * no pipelining, no retries. With `per-request` every request asks for its connection to be closed after the answer.
 * The clock stops when the last byte of the body has been handed over; decoding and checking follow untimed.
 */
export function createHttp1Operation(options: Http1SdkOptions): SdkOperation {
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
  const caller = new Http1Caller(pool, options);
  return { operation: (ctx) => caller.call(ctx), close: () => pool.destroy() };
}

class Http1Caller {
  readonly #pool: Pool;
  readonly #o: Http1SdkOptions;
  readonly #timeoutMs: number;
  readonly #underWay: (Exchange | undefined)[] = [];
  readonly #armed: (AbortSignal | undefined)[] = [];

  constructor(pool: Pool, options: Http1SdkOptions) {
    this.#pool = pool;
    this.#o = options;
    this.#timeoutMs = options.timeoutNs / 1e6;
  }

  call(ctx: OperationContext): Promise<Outcome> {
    return new Promise((resolve) => {
      const { dialect, clock, connections } = this.#o;
      const number = this.#o.numberFor(ctx.sequence);
      const { method, path, headers, body } = dialect.exchangeFor(number);
      const exchange = new Exchange({ dialect, number, clock, resolve }, this.#timeoutMs);
      this.#underWay[ctx.slot] = exchange;
      this.#cancelWith(ctx);
      this.#pool.dispatch(
        {
          method,
          path,
          headers: headers.flat(),
          body,
          reset: connections === 'per-request',
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

interface Call {
  readonly dialect: Dialect;
  readonly number: number;
  readonly clock: Clock;
  readonly resolve: (outcome: Outcome) => void;
}

/** One request and its answer, as undici reports them. Settles once; what comes later is ignored. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #timer: NodeJS.Timeout;
  #settled = false;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #firstByteNs = -1;
  readonly #chunks: Buffer[] = [];

  constructor(call: Call, timeoutMs: number) {
    this.#call = call;
    this.#timer = setTimeout(() => this.giveUp(this.#controller ? 'TIMEOUT' : 'CONNECT_TIMEOUT'), timeoutMs);
  }

  /** Settles with this class and lets go of the connection. */
  giveUp(errorClass: string): void {
    this.#fail(errorClass, this.#call.clock.nowNs());
    this.#controller?.abort(new Error(errorClass));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
    if (status >= 200) this.#firstByteNs = this.#call.clock.nowNs();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { dialect, number, clock } = this.#call;
    const endNs = clock.nowNs();
    if (this.#settled) return;
    const body = this.#body();
    const good = this.#status >= 200 && this.#status <= 299;
    const wrong = good ? dialect.judge(body, number) : `HTTP_${this.#status}`;
    if (wrong !== undefined) this.#fail(wrong, endNs);
    else this.#settle({ bodyBytes: dialect.payloadBytes(body), endNs });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(classifyError(error), this.#call.clock.nowNs());
  }

  #body(): Buffer {
    const [first] = this.#chunks;
    return first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }

  #fail(errorClass: string, endNs: number): void {
    this.#settle({ errorClass, bodyBytes: 0, endNs });
  }

  #settle(outcome: Outcome): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    if (this.#firstByteNs >= 0) outcome.firstByteNs = this.#firstByteNs;
    this.#call.resolve(outcome);
  }
}
