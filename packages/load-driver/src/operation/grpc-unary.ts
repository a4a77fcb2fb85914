import {
  type ChannelOptions,
  Client,
  type ClientUnaryCall,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { Clock } from '../clock/clock.js';
import type { Operation, OperationContext, Outcome } from './operation.js';

/** One HTTP/2 connection for all calls, or a new one for each. */
export type GrpcConnectionPolicy = 'shared' | 'per-request';

export interface GrpcUnaryOptions {
  /** `host:port`, or any other target that grpc-js takes. */
  readonly address: string;
  /** TLS with the system's certificates. Default: plaintext. */
  readonly tls?: boolean;
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly clock: Clock;
  /** Deadline of each call, counted from its start: past it, a call fails with GRPC_DEADLINE_EXCEEDED. */
  readonly timeoutNs: number;
  /** The serialised request message. It is part of the timed call, as it is for an application. */
  readonly message: (ctx: OperationContext) => Uint8Array;
  /**
   * Looks at the serialised answer after the clock has stopped, within the closed loop: decodes it, checks it. Returns
   * the error class of a wrong answer. What it throws makes the answer a WRONG_ANSWER.
   */
  readonly check?: (answer: Uint8Array, ctx: OperationContext) => string | undefined;
  /** Default: shared. */
  readonly connections?: GrpcConnectionPolicy;
  readonly metadata?: Metadata;
  readonly channelOptions?: ChannelOptions;
}

export interface GrpcUnary {
  /** One call through grpc-js. A failed call is an outcome (`GRPC_<STATUS>`, WRONG_ANSWER), never a rejection. */
  readonly operation: Operation;
  /** Closes the shared channel; calls under way fail. */
  close(): void;
}

const CHANNEL_OPTIONS: ChannelOptions = {
  // A retried call would be counted as one that succeeded slowly: failures are data here.
  'grpc.enable_retries': 0,
  // Channelz counts every call and message for a service that is not offered here.
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': -1,
  // grpc-js would take a proxy from http_proxy without a word; what is measured is the address that was given.
  'grpc.enable_http_proxy': 0,
  // Channels to one address would otherwise share their connection, whoever owns them.
  'grpc.use_local_subchannel_pool': 1,
};

/**
 * Unary calls through @grpc/grpc-js as an application makes them. The clock stops when the answer is complete, that is
 * when its message and an OK status have been handed over; the first sign of an answer is its initial metadata. Body
 * bytes are those of the serialised message, 0 for a failed call.
 */
export function createGrpcUnary(options: GrpcUnaryOptions): GrpcUnary {
  const caller = new GrpcCaller(options);
  return { operation: (ctx) => caller.call(ctx), close: () => caller.close() };
}

class GrpcCaller {
  readonly #o: GrpcUnaryOptions;
  readonly #metadata: Metadata;
  readonly #timeoutMs: number;
  readonly #shared: Client | null;
  readonly #underWay: (ClientUnaryCall | undefined)[] = [];
  readonly #armed: (AbortSignal | undefined)[] = [];

  constructor(options: GrpcUnaryOptions) {
    this.#o = options;
    this.#metadata = options.metadata ?? new Metadata();
    this.#timeoutMs = options.timeoutNs / 1e6;
    this.#shared = options.connections === 'per-request' ? null : this.#createClient();
  }

  call(ctx: OperationContext): Promise<Outcome> {
    return new Promise((resolve) => {
      const { slot } = ctx;
      const message = asBuffer(this.#o.message(ctx));
      const { clock } = this.#o;
      let firstByteNs = -1;
      const onEnd = (error: ServiceError | null, answer: Buffer | undefined): void => {
        const endNs = clock.nowNs();
        if (this.#underWay[slot] === call) this.#underWay[slot] = undefined;
        if (client !== this.#shared) client.close();
        const outcome = this.#outcomeOf(error, answer, ctx, endNs);
        if (firstByteNs >= 0) outcome.firstByteNs = firstByteNs;
        resolve(outcome);
      };
      const client = this.#shared ?? this.#createClient();
      const callOptions = { deadline: Date.now() + this.#timeoutMs };
      const call = client.makeUnaryRequest(
        this.#o.path,
        identity,
        identity,
        message,
        this.#metadata,
        callOptions,
        onEnd,
      );
      call.on('metadata', () => {
        firstByteNs = clock.nowNs();
      });
      this.#underWay[slot] = call;
      this.#cancelWith(ctx);
    });
  }

  close(): void {
    this.#shared?.close();
  }

  #createClient(): Client {
    const { address, tls, channelOptions } = this.#o;
    const secured = tls ? credentials.createSsl() : credentials.createInsecure();
    return new Client(address, secured, { ...CHANNEL_OPTIONS, ...channelOptions });
  }

  /** The driver replaces a slot's signal only after it was used: one listener per slot does for all its calls. */
  #cancelWith({ slot, signal }: OperationContext): void {
    if (this.#armed[slot] === signal) return;
    this.#armed[slot] = signal;
    signal.addEventListener('abort', () => this.#underWay[slot]?.cancel(), { once: true });
  }

  #outcomeOf(
    error: ServiceError | null,
    answer: Buffer | undefined,
    ctx: OperationContext,
    endNs: number,
  ): Outcome {
    if (error !== null || answer === undefined) {
      return { errorClass: statusClass(error?.code ?? status.UNKNOWN), bodyBytes: 0, endNs };
    }
    const errorClass = this.#check(answer, ctx);
    return errorClass === undefined
      ? { bodyBytes: answer.length, endNs }
      : { errorClass, bodyBytes: 0, endNs };
  }

  #check(answer: Buffer, ctx: OperationContext): string | undefined {
    try {
      return this.#o.check?.(answer, ctx);
    } catch {
      return 'WRONG_ANSWER';
    }
  }
}

function statusClass(code: number): string {
  return `GRPC_${status[code] ?? code}`;
}

function identity(bytes: Buffer): Buffer {
  return bytes;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
