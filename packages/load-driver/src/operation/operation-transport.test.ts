import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import type { CompletionSink } from '../transport/transport.js';
import type { Operation } from './operation.js';
import { createOperationTransport } from './operation-transport.js';

type Completion = {
  slot: number;
  outcome: string;
  bodyBytes: number;
  sentNs: number;
  firstByteNs: number;
  endNs: number;
};

async function scene(operation: Operation, slots = 2) {
  const clock = new VirtualClock();
  const outcomes = new OutcomeTable();
  const completions: Completion[] = [];
  const sink: CompletionSink = {
    complete: (slot, outcome, _out, _in, bodyBytes, sentNs, firstByteNs, endNs) =>
      completions.push({ slot, outcome: outcomes.nameOf(outcome), bodyBytes, sentNs, firstByteNs, endNs }),
    connected: () => {},
  };
  const transport = createOperationTransport(operation, { slots, timeoutNs: 1e9, clock, outcomes });
  await transport.open(sink);
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { clock, transport, completions, settle, outcomes };
}

describe('createOperationTransport', () => {
  it('reports what the operation says, with its own times where it gives them', async () => {
    const { transport, completions, settle, clock } = await scene(async ({ sentNs }) => ({
      bodyBytes: 7,
      firstByteNs: sentNs + 5,
      endNs: sentNs + 9,
    }));
    clock.advanceTo(100);
    transport.send(1, 0);
    expect(completions).toEqual([]);
    await settle();
    expect(completions).toEqual([
      { slot: 1, outcome: 'ok', bodyBytes: 7, sentNs: 100, firstByteNs: 105, endNs: 109 },
    ]);
  });

  it('turns a rejection, a synchronous throw and an error class into failures', async () => {
    const failures: (() => Promise<{ bodyBytes: number; errorClass?: string }>)[] = [
      async () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
      () => {
        throw new TypeError('bad');
      },
      async () => ({ bodyBytes: 3, errorClass: 'WRONG_ANSWER' }),
    ];
    const { transport, completions, settle } = await scene(({ sequence }) => failures[sequence]!(), 3);
    for (let i = 0; i < 3; i++) transport.send(i, i);
    await settle();
    expect(completions.map((c) => c.outcome).sort()).toEqual(
      ['CONNECT_REFUSED', 'TypeError', 'WRONG_ANSWER'].sort(),
    );
  });

  it('gives up after the timeout once, aborts the signal, and ignores the late answer', async () => {
    let answer: (() => void) | undefined;
    let signal: AbortSignal | undefined;
    const { transport, completions, settle, clock } = await scene(
      (ctx) =>
        new Promise((resolve) => {
          signal = ctx.signal;
          answer = () => resolve({ bodyBytes: 1 });
        }),
    );
    transport.send(0, 0);
    await settle();
    transport.sweep(clock.nowNs() + 0.9e9);
    expect(completions).toHaveLength(0);
    transport.sweep(clock.nowNs() + 1.1e9);
    expect(signal?.aborted).toBe(true);
    answer?.();
    await settle();
    expect(completions.map((c) => c.outcome)).toEqual(['TIMEOUT']);
    transport.send(0, 1);
    await settle();
    expect(signal?.aborted).toBe(false);
  });

  it('cancels what is under way exactly once', async () => {
    const { transport, completions, outcomes } = await scene(() => new Promise(() => {}));
    transport.send(0, 0);
    transport.send(1, 1);
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    expect(completions.map((c) => c.outcome)).toEqual(['CANCELLED', 'CANCELLED']);
  });
});
