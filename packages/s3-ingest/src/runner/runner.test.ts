import { describe, expect, it } from 'vitest';
import { parsePrices } from '../cost/prices.js';
import { formatReportLine } from '../local-lambda/report-line.js';
import { InvocationTally } from './invocation-tally.js';
import { readAnswer } from './read-answer.js';
import { runIdOfTrial } from './run-id.js';
import { waitBeforeRetryNs } from './throttle-policy.js';

const facts = {
  record_version: 1,
  s3_key: 'events/run/1.jsonl',
  cold_start: false,
  s3_requests: 1,
  s3_attempts: 3,
  s3_retries: 2,
  s3_throttles: 2,
  cpu_ms: 4,
};
const success = {
  ...facts,
  ok: true,
  latency_ms: 12.5,
  upload_ms: 10,
  object_bytes: 1024,
  events_generated: 1,
};
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const tail = (...lines: string[]): string => Buffer.from(lines.join('\n')).toString('base64');
const report = formatReportLine({
  requestId: 'r',
  durationMs: 13,
  billedDurationMs: 14,
  memorySizeMb: 1024,
  maxMemoryUsedMb: 90,
  enforcement: { memory: 'rss-watchdog', cpu: 'not enforced' },
});

describe('readAnswer', () => {
  it('reads what the handler and the platform say', () => {
    const answer = readAnswer({ Payload: bytes(success), LogResult: tail('START', report) });
    expect(answer.errorClass).toBeUndefined();
    expect(answer.record).toMatchObject({ latency_ms: 12.5 });
    expect(answer.report).toMatchObject({ billedDurationMs: 14, enforcement: { cpu: 'not enforced' } });
  });

  it('classes a failure by what S3 said, from the log', () => {
    const line = JSON.stringify({ ...facts, ok: false, error_code: 'NoSuchBucket' });
    const answer = readAnswer({
      FunctionError: 'Unhandled',
      Payload: bytes({ errorType: 'S3ServiceException' }),
      LogResult: tail(line, report),
    });
    expect(answer).toMatchObject({ errorClass: 'NoSuchBucket', record: { ok: false } });
  });

  it('falls back on the platform’s class, and on one of its own', () => {
    const failed = (payload: unknown) =>
      readAnswer({ FunctionError: 'Unhandled', Payload: bytes(payload) }).errorClass;
    expect(failed({ errorType: 'Sandbox.Timedout' })).toBe('Sandbox.Timedout');
    expect(failed('nonsense')).toBe('FUNCTION_ERROR');
    expect(readAnswer({ Payload: bytes({ statusCode: 200 }) }).errorClass).toBe('UNEXPECTED_ANSWER');
    expect(readAnswer({ Payload: bytes({ ...success, record_version: 2 }) }).errorClass).toBe(
      'UNEXPECTED_ANSWER',
    );
    expect(readAnswer({}).errorClass).toBe('UNEXPECTED_ANSWER');
  });
});

describe('InvocationTally', () => {
  const prices = parsePrices(
    'prices.yaml',
    'date: 2026-11-21\nregion: x\nsource: x\nlambda: {usdPerGbSecond: {x86_64: 1, arm64: 1}, usdPerMillionRequests: 0}\ns3: {usdPerThousandPutRequests: 1, usdPerGbMonth: 0}\n',
  );
  const newTally = () =>
    new InvocationTally({ memoryMb: 1024, prices, terms: { architecture: 'x86_64', day: '2026-11-21' } });

  it('sums what invocations say, and prices what ran', () => {
    const tally = newTally();
    const answer = readAnswer({ Payload: bytes(success), LogResult: tail(report) });
    tally.answered(answer);
    tally.answered(
      readAnswer({
        Payload: bytes({ ...success, cold_start: true, cold_start_ms: 150 }),
        LogResult: tail(report),
      }),
    );
    tally.answered(readAnswer({ FunctionError: 'Unhandled', LogResult: tail(report) }));
    tally.throttled(2);
    tally.throttled(0);
    const figures = tally.figures();
    expect(figures).toMatchObject({
      ran: 3,
      objects: 2,
      objectBytes: 2048,
      coldStarts: 1,
      s3Retries: 4,
      s3Throttles: 4,
      throttles: 2,
      throttledInvocations: 1,
      billedMs: 42,
      maxMemoryUsedMb: 90,
      memoryLimit: 2,
      cpuLimit: 3,
    });
    // 1 GB for 42 ms at 1 $/GB-s, and six PUTs at 1 $ per thousand.
    expect(figures.totalUsd).toBeCloseTo(0.042 + 0.006, 12);
  });

  it('tells warm from cold, and counts starts before the trial among the start times alone', () => {
    const tally = newTally();
    tally.answered(readAnswer({ Payload: bytes(success) }));
    tally.answered(
      readAnswer({ Payload: bytes({ ...success, cold_start: true, cold_start_ms: 150, latency_ms: 80 }) }),
    );
    const { handlerLatencyNs, warmHandlerLatencyNs, coldHandlerLatencyNs, coldStartNs } = tally.distributions(
      [200],
    );
    expect(handlerLatencyNs?.count).toBe(2);
    expect(warmHandlerLatencyNs).toMatchObject({ count: 1, max: 12.5e6 });
    expect(coldHandlerLatencyNs).toMatchObject({ count: 1, max: 80e6 });
    expect(coldStartNs).toMatchObject({ count: 2, min: 150e6, max: 200e6 });
    expect(newTally().distributions([])).toEqual({});
  });
});

describe('throttles', () => {
  it('are waited for longer each time, to a bound, and given up on', () => {
    const policy = { retries: 4, baseNs: 50, mostNs: 150, random: () => 1 };
    expect([0, 1, 2, 3, 4].map((retry) => waitBeforeRetryNs(retry, policy))).toEqual([
      50,
      100,
      150,
      150,
      null,
    ]);
    expect(waitBeforeRetryNs(0, { ...policy, random: () => 0 })).toBe(0);
  });
});

describe('run ids', () => {
  it('have the original’s form, and are those of one trial of one function', () => {
    const of = (cell: string, trial: number) => runIdOfTrial(1_764_000_000_000, { seed: 7, cell, trial });
    expect(of('a', 0)).toMatch(/^run_1764000000000_[a-z0-9]{6}$/);
    expect(new Set([of('a', 0), of('a', 1), of('b', 0)]).size).toBe(3);
    expect(of('a', 0)).toBe(of('a', 0));
  });
});
