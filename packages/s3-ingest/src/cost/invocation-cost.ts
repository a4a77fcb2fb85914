import type { Architecture, Prices } from './prices.js';

const MB_PER_GB = 1024;
const BYTES_PER_GB = 2 ** 30;

/** What one invocation used. */
export interface InvocationUsage {
  readonly memoryMb: number;
  /** How long the handler ran. */
  readonly durationMs: number;
  /** How long the execution environment took to start, for the first invocation in it. */
  readonly initMs?: number;
  /** What Lambda says that it bills (REPORT line), where known: then the two above do not matter. */
  readonly billedMs?: number;
  /** Requests to S3 of the PUT class, every attempt counted: {@link putRequests}, or what the client counted. */
  readonly putRequests: number;
  /** What was stored; 0 for an invocation that failed. */
  readonly objectBytes: number;
}

/** What holds for all invocations of a cell. */
export interface CostTerms {
  readonly architecture: Architecture;
  /** The day of the measurement, such as 2026-11-21: whether starts are billed depends on it. */
  readonly day: string;
  /** How long objects are kept. Default 1. */
  readonly storageMonths?: number;
}

/** US dollars, unrounded, and what they are made of. */
export interface Cost {
  readonly billedMs: number;
  readonly gbSeconds: number;
  readonly computeUsd: number;
  readonly requestUsd: number;
  readonly putUsd: number;
  readonly storageUsd: number;
  readonly totalUsd: number;
}

/**
 * PUT-class requests of one object: 1, or one for each part and one each for creating and completing the upload. Retries come on top. S3
 * does not charge for attempts that it answered with 5xx; they are counted here all the same, which makes this an upper bound.
 */
export function putRequests({
  objectBytes,
  partBytes,
  retries = 0,
}: {
  readonly objectBytes: number;
  /** Size of a part of a multipart upload; null for a single PutObject. */
  readonly partBytes: number | null;
  readonly retries?: number;
}): number {
  if (partBytes === null) return 1 + retries;
  return Math.max(1, Math.ceil(objectBytes / partBytes)) + 2 + retries;
}

/**
 * Milliseconds that Lambda bills: handler and, from the day in the price file on, the start of the environment, together rounded up.
 */
export function billedMs(
  { durationMs, initMs = 0, billedMs }: InvocationUsage,
  day: string,
  prices: Prices,
): number {
  if (billedMs !== undefined) return billedMs;
  const { initBilledSince } = prices.lambda;
  // Days in this form compare as text.
  const isInitBilled = initBilledSince !== null && day >= initBilledSince;
  return Math.ceil(durationMs + (isInitBilled ? initMs : 0));
}

/**
 * List price of one invocation that ran (a throttled one costs nothing; one that failed costs its time): compute by the billed
 * millisecond, the request itself, requests to S3, and keeping the object. Not in it: logs, data transfer, volume discounts.
 */
export function invocationCost(usage: InvocationUsage, terms: CostTerms, prices: Prices): Cost {
  const { architecture, day, storageMonths = 1 } = terms;
  const billed = billedMs(usage, day, prices);
  const gbSeconds = (usage.memoryMb / MB_PER_GB) * (billed / 1000);
  const computeUsd = gbSeconds * prices.lambda.usdPerGbSecond[architecture];
  const requestUsd = prices.lambda.usdPerMillionRequests / 1e6;
  const putUsd = (usage.putRequests * prices.s3.usdPerThousandPutRequests) / 1000;
  const storageUsd = (usage.objectBytes / BYTES_PER_GB) * prices.s3.usdPerGbMonth * storageMonths;
  const totalUsd = computeUsd + requestUsd + putUsd + storageUsd;
  return { billedMs: billed, gbSeconds, computeUsd, requestUsd, putUsd, storageUsd, totalUsd };
}

/** `x64` and `arm64`, as Node calls them, or Lambda's own names; null for anything else. */
export function lambdaArchitecture(name: string): Architecture | null {
  if (name === 'x64' || name === 'x86_64') return 'x86_64';
  return name === 'arm64' ? 'arm64' : null;
}
