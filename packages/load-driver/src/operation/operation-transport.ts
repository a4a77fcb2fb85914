import type { Clock } from '../clock/clock.js';
import { OK, type OutcomeTable } from '../transport/outcome-table.js';
import type { CompletionSink, Transport, WireByteProbe } from '../transport/transport.js';
import { classifyError } from './classify-error.js';
import type { Operation, OperationContext, Outcome } from './operation.js';
import { observeSockets, type SocketObserver } from './socket-observer.js';

export interface OperationTransportOptions {
  /** How many operations may be under way at once. */
  readonly slots: number;
  /** An operation that takes longer is given up and counted as TIMEOUT; its signal is aborted. */
  readonly timeoutNs: number;
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  /** Runs once before the first request (connect a client, make a channel). */
  readonly open?: () => Promise<void>;
  readonly close?: () => Promise<void>;
  /** Ports of the target: the client's sockets to them are counted for wire bytes and connects. */
  readonly observePorts?: readonly number[];
}

class SlotContext implements OperationContext {
  sequence = 0;
  sentNs = 0;
  /** Distinguishes the request under way from a late answer to one that was given up. */
  generation = 0;
  busy = false;
  #controller = new AbortController();

  constructor(readonly slot: number) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(sequence: number, nowNs: number): number {
    this.sequence = sequence;
    this.sentNs = nowNs;
    this.busy = true;
    return ++this.generation;
  }

  giveUp(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
  }
}

/**
 * Lets SDK-shaped work be driven like a raw transport: the same loads, pacing and recording. It costs a promise per
 * request, which is small beside any client library.
 */
export function createOperationTransport(
  operation: Operation,
  options: OperationTransportOptions,
): Transport {
  return new OperationTransport(operation, options);
}

class OperationTransport implements Transport {
  readonly slots: number;
  readonly completesAfterEnd = true;
  readonly wireBytes?: WireByteProbe;
  readonly #operation: Operation;
  readonly #o: OperationTransportOptions;
  readonly #contexts: SlotContext[];
  readonly #sockets: SocketObserver | null;
  #sink: CompletionSink | null = null;

  constructor(operation: Operation, options: OperationTransportOptions) {
    this.slots = options.slots;
    this.#operation = operation;
    this.#o = options;
    this.#contexts = Array.from({ length: options.slots }, (_, slot) => new SlotContext(slot));
    this.#sockets = options.observePorts
      ? observeSockets({
          ports: options.observePorts,
          clock: options.clock,
          onConnect: (connectNs) => this.#sink?.connected(connectNs, false),
        })
      : null;
    if (this.#sockets) this.wireBytes = this.#sockets;
  }

  async open(sink: CompletionSink): Promise<void> {
    this.#sink = sink;
    await this.#o.open?.();
  }

  send(slot: number, sequence: number): void {
    const ctx = this.#contexts[slot]!;
    const generation = ctx.begin(sequence, this.#o.clock.nowNs());
    this.#call(ctx).then(
      (outcome) => this.#onOutcome(ctx, generation, outcome),
      (error: unknown) => this.#onError(ctx, generation, error),
    );
  }

  sweep(nowNs: number): void {
    for (const ctx of this.#contexts) {
      if (ctx.busy && nowNs - ctx.sentNs > this.#o.timeoutNs) {
        this.#giveUp(ctx, this.#o.outcomes.codeOf('TIMEOUT'), nowNs);
      }
    }
  }

  cancelAll(outcome: number): void {
    const nowNs = this.#o.clock.nowNs();
    for (const ctx of this.#contexts) if (ctx.busy) this.#giveUp(ctx, outcome, nowNs);
  }

  async close(): Promise<void> {
    this.#sink = null;
    for (const ctx of this.#contexts) if (ctx.busy) ctx.giveUp();
    await this.#o.close?.();
    this.#sockets?.stop();
  }

  /** An operation that throws before its first await is a failed request, not a failed run. */
  async #call(ctx: SlotContext): Promise<Outcome> {
    return this.#operation(ctx);
  }

  #giveUp(ctx: SlotContext, outcome: number, nowNs: number): void {
    ctx.generation++;
    ctx.busy = false;
    ctx.giveUp();
    this.#sink?.complete(ctx.slot, outcome, 0, 0, 0, ctx.sentNs, -1, nowNs);
  }

  #onOutcome(ctx: SlotContext, generation: number, outcome: Outcome): void {
    if (generation !== ctx.generation || this.#sink === null) return;
    ctx.busy = false;
    const code = outcome.errorClass === undefined ? OK : this.#o.outcomes.codeOf(outcome.errorClass);
    const endNs = outcome.endNs ?? this.#o.clock.nowNs();
    const bytesOut = outcome.wireBytesOut ?? 0;
    const bytesIn = outcome.wireBytesIn ?? 0;
    const firstByteNs = outcome.firstByteNs ?? -1;
    this.#sink.complete(ctx.slot, code, bytesOut, bytesIn, outcome.bodyBytes, ctx.sentNs, firstByteNs, endNs);
  }

  #onError(ctx: SlotContext, generation: number, error: unknown): void {
    if (generation !== ctx.generation || this.#sink === null) return;
    ctx.busy = false;
    const code = this.#o.outcomes.codeOf(classifyError(error));
    this.#sink.complete(ctx.slot, code, 0, 0, 0, ctx.sentNs, -1, this.#o.clock.nowNs());
  }
}
