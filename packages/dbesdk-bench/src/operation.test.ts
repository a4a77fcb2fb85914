import { createOperationTransport, OutcomeTable, VirtualClock } from '@benchwright/load-driver';
import { describe, expect, it } from 'vitest';
import { ItemPool } from './items/item-pool.js';
import { createItemOperation, prepareSlots } from './operation.js';
import { cellSpec } from './testing/cell-spec.js';
import { createCellEncryptor } from './work/cell-encryptor.js';
import { decryptOnlyWork } from './work/decrypt-only.js';
import { encryptOnlyWork } from './work/encrypt-only.js';
import { createItemCryptor, type ItemCryptor } from './work/item-cryptor.js';
import { cellCryptor, cryptorWork } from './work/item-transport.js';
import type { ItemWork } from './work/item-work.js';
import { measurePrimitiveLimit } from './work/primitive-limit.js';
import { roundTripWork } from './work/round-trip.js';
import { VerificationBudget } from './work/verification-budget.js';

const spec = cellSpec({ dataSize: 100 });
const options = { spec, tableName: 'table', seed: 3 };

async function once(work: ItemWork): Promise<string | undefined> {
  await work.open?.();
  prepareSlots(work, 1);
  const operation = createItemOperation(work, { clock: new VirtualClock(), slots: 1 });
  const ctx = { slot: 0, sequence: 0, sentNs: 0, signal: new AbortController().signal };
  return (await operation(ctx)).errorClass;
}

/** What a broken implementation might do. */
function broken(how: Partial<ItemCryptor>): Parameters<typeof roundTripWork>[0] {
  const pool = new ItemPool(spec, { seed: 3, lane: 0, items: 2 });
  return { spec, pool, cryptor: { ...cellCryptor(options), ...how }, slots: 1 };
}

describe('an operation', () => {
  it.each(['throughput', 'encrypt', 'decrypt'] as const)('of %s gives a right result', async (test) => {
    const work = cryptorWork({ ...options, spec: { ...spec, test } }, { slots: 1, lane: 0 });
    expect(await once(work)).toBeUndefined();
  });

  it('that does not encrypt is found out', async () => {
    expect(await once(encryptOnlyWork(broken({ encrypt: async (given) => given })))).toBe('WRONG_RESULT');
  });

  it('that gives back something else is found out, in each kind of work', async () => {
    const wrong = new ItemPool(spec, { seed: 4, lane: 0, items: 1 }).itemOf(0);
    const how = { decrypt: async () => wrong };
    for (const make of [roundTripWork, encryptOnlyWork, decryptOnlyWork]) {
      expect(await once(make(broken(how)))).toBe('WRONG_RESULT');
    }
  });

  it('that throws is a failure of its own class, and the slot goes on', async () => {
    const cryptor = createItemCryptor('attribute-value', {
      ...createCellEncryptor(spec, 'table', 1),
      encryptItem: () => Promise.reject(Object.assign(new Error('no'), { code: 'ERR_NO' })),
      decryptItem: () => Promise.reject(new Error('never')),
    });
    const work = roundTripWork(broken(cryptor));
    prepareSlots(work, 1);
    const clock = new VirtualClock();
    const outcomes = new OutcomeTable();
    const seen: string[] = [];
    const transport = createOperationTransport(createItemOperation(work, { clock, slots: 1 }), {
      slots: 1,
      timeoutNs: 1e9,
      clock,
      outcomes,
    });
    await transport.open({
      complete: (_slot, outcome) => seen.push(outcomes.nameOf(outcome)),
      connected: () => {},
    });
    for (let i = 0; i < 2; i++) {
      transport.send(0, i);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toEqual(['ERR_NO', 'ERR_NO']);
  });

  it('tells when its first half is done, and when it ended', async () => {
    const clock = new VirtualClock();
    const work: ItemWork = {
      payloadBytes: 5,
      prepare: () => {},
      async run(_slot, onSplit) {
        clock.advanceTo(30);
        onSplit();
        clock.advanceTo(42);
      },
      async verify() {
        clock.advanceTo(1042);
        return true;
      },
    };
    const operation = createItemOperation(work, { clock, slots: 1 });
    const outcome = await operation({
      slot: 0,
      sequence: 0,
      sentNs: 0,
      signal: new AbortController().signal,
    });
    expect(outcome).toMatchObject({ firstByteNs: 30, endNs: 42, bodyBytes: 5, errorClass: undefined });
  });
});

describe('the verification budget', () => {
  it('checks the first result, and spends one per cent of the time on the others', () => {
    const budget = new VerificationBudget();
    let nowNs = 0;
    for (let i = 0; i < 100_000; i++) {
      nowNs += 1000;
      if (!budget.isDue(nowNs)) continue;
      nowNs += 5000;
      budget.spent(5000);
    }
    expect(budget.verified * 5000).toBeGreaterThan(nowNs * 0.009);
    expect(budget.verified * 5000).toBeLessThanOrEqual(nowNs * 0.01 + 5000);
    expect(new VerificationBudget().isDue(0)).toBe(true);
  });
});

describe('the primitives', () => {
  it('are measured three times at least, whatever the time allowed', () => {
    let reads = 0;
    const clock = { nowNs: () => ++reads * 10 };
    const limit = measurePrimitiveLimit(1000, 0, clock);
    expect(limit).toEqual({ encryptNs: 10, decryptNs: 10 });
  });
});
