import { readFileSync } from 'node:fs';
import { ConfigError } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { cellCost } from './cell-cost.js';
import { billedMs, invocationCost, lambdaArchitecture, putRequests } from './invocation-cost.js';
import { parsePrices, priceWarnings } from './prices.js';

const FILE = new URL('../../../../config/prices/us-east-1.yaml', import.meta.url);
const text = readFileSync(FILE, 'utf8');
const prices = parsePrices('us-east-1.yaml', text);
const today = { architecture: 'x86_64', day: '2026-11-21' } as const;
const MB = 1_048_576;

describe('figures worked out by hand from the list prices', () => {
  test('a small object: 1024 MB for 87.3 ms, one PUT of 10,240 bytes', () => {
    const usage = { memoryMb: 1024, durationMs: 87.3, putRequests: 1, objectBytes: 10_240 };
    const cost = invocationCost(usage, today, prices);
    expect(cost.billedMs).toBe(88);
    // 1 GB × 0.088 s × 0.0000166667; 0.20 / 10⁶; 0.005 / 1000; 10240 / 2³⁰ × 0.023.
    expect(cost.computeUsd).toBeCloseTo(0.0000014666696, 15);
    expect(cost.requestUsd).toBeCloseTo(0.0000002, 15);
    expect(cost.putUsd).toBeCloseTo(0.000005, 15);
    expect(cost.storageUsd).toBeCloseTo(0.000000219345092773, 17);
    expect(cost.totalUsd).toBeCloseTo(0.000006886014692773, 15);
  });

  test('100 MB in parts of 8 MB on arm64 with 512 MB for 2.4 s', () => {
    const requests = putRequests({ objectBytes: 100 * MB, partBytes: 8 * MB });
    const usage = { memoryMb: 512, durationMs: 2400, putRequests: requests, objectBytes: 100 * MB };
    const cost = invocationCost(usage, { ...today, architecture: 'arm64' }, prices);
    // 0.5 GB × 2.4 s × 0.0000133334; 15 × 0.000005; 100/1024 × 0.023.
    expect(cost.gbSeconds).toBeCloseTo(1.2, 12);
    expect(cost.computeUsd).toBeCloseTo(0.00001600008, 15);
    expect(cost.putUsd).toBeCloseTo(0.000075, 15);
    expect(cost.storageUsd).toBeCloseTo(0.00224609375, 15);
  });

  test('requests of a multipart upload: 15, 6 and 4 at 8, 32 and 64 MB, and every retry', () => {
    const requests = (partMb: number) => putRequests({ objectBytes: 100 * MB, partBytes: partMb * MB });
    expect([8, 32, 64].map(requests)).toEqual([15, 6, 4]);
    expect(putRequests({ objectBytes: 100, partBytes: null, retries: 2 })).toBe(3);
    expect(putRequests({ objectBytes: 0, partBytes: 8 * MB })).toBe(3);
  });

  test('a cell: failures cost and store nothing, so a million objects cost more than a million invocations', () => {
    const ok = { memoryMb: 1024, durationMs: 100, putRequests: 1, objectBytes: 0 };
    const cell = cellCost([ok, ok, ok, { ...ok, durationMs: 1000 }], 3, today, prices);
    // 1.3 s × 0.0000166667 + 4 × 0.0000002 + 4 × 0.000005.
    expect(cell.totalUsd).toBeCloseTo(0.00004246671, 15);
    expect(cell.usdPerMillionObjects).toBeCloseTo(14.15557, 5);
    expect(cell.usdPerMillionInvocations).toBeCloseTo(10.6166775, 6);
    expect(cellCost([], 0, today, prices).usdPerMillionObjects).toBeNaN();
  });
});

test('time is rounded up once for each invocation; a start is billed from the day in the file on', () => {
  const usage = { memoryMb: 512, durationMs: 1.2, initMs: 180.3, putRequests: 1, objectBytes: 0 };
  expect(billedMs(usage, '2025-07-31', prices)).toBe(2);
  expect(billedMs(usage, '2025-08-01', prices)).toBe(182);
  expect(billedMs({ ...usage, billedMs: 190 }, '2025-08-01', prices)).toBe(190);
  expect(billedMs({ ...usage, durationMs: 3, initMs: 0 }, '2026-01-01', prices)).toBe(3);
  const never = { ...prices, lambda: { ...prices.lambda, initBilledSince: null } };
  expect(billedMs(usage, '2026-01-01', never)).toBe(2);
});

test('keeping objects for half a month costs half', () => {
  const usage = { memoryMb: 512, durationMs: 1, putRequests: 1, objectBytes: 2 ** 30 };
  expect(invocationCost(usage, { ...today, storageMonths: 0.5 }, prices).storageUsd).toBeCloseTo(0.0115, 12);
});

test('the names of architectures', () => {
  expect(['x64', 'x86_64', 'arm64', 'mips'].map(lambdaArchitecture)).toEqual([
    'x86_64',
    'x86_64',
    'arm64',
    null,
  ]);
});

test('prices older than a year, or of a day to come, are remarked upon', () => {
  expect(priceWarnings(prices, '2026-11-21')).toEqual([]);
  expect(priceWarnings(prices, '2027-11-21')).toEqual([]);
  expect(priceWarnings(prices, '2027-11-22')).toEqual([
    {
      code: 'PRICES_OLD',
      text: 'prices for us-east-1 are of 2026-11-21, 366 days ago: look them up again and change the date',
    },
  ]);
  expect(priceWarnings(prices, '2026-11-20')[0]?.code).toBe('PRICES_FROM_FUTURE');
});

test('every problem of a price file with its place', () => {
  const broken = text
    .replace('date: 2026-11-21', 'date: 2026-02-30')
    .replace('usdPerMillionRequests: 0.20', 'usdPerMillionRequest: 0.20')
    .replace('arm64: 0.0000133334', 'arm64: -1');
  try {
    parsePrices('mine.yaml', broken);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = broken.split('\n');
    const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
    expect(error.code).toBe('ERR_CONFIG');
    // A key that was meant by an unknown one is not reported missing as well.
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^mine\\.yaml:${lineOf('2026-02-30')}:7 .*a day such as`)),
      expect.stringMatching(new RegExp(`^mine\\.yaml:${lineOf('arm64: -1')}:12 `)),
      expect.stringMatching(
        new RegExp(`^mine\\.yaml:${lineOf('usdPerMillionRequest:')}:3 .*usdPerMillionRequests`),
      ),
    ]);
  }
});
