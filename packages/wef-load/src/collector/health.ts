import { setTimeout as sleep } from 'node:timers/promises';
import { type Http1TlsOptions, TargetUnreachableError } from '@benchwright/load-driver';
import { ask } from './ask.js';

const ASK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 2000;

export interface HealthQuestion {
  readonly endpoint: string;
  readonly tls: Http1TlsOptions | null;
  readonly waitNs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until `GET /health` is answered with 200 and `OK`.
 *
 * @throws TargetUnreachableError with what was answered last, when it is not within the time stated
 */
export async function waitUntilHealthy({ endpoint, tls, waitNs, signal }: HealthQuestion): Promise<void> {
  const url = new URL('/health', endpoint).href;
  const deadlineMs = performance.now() + waitNs / 1e6;
  for (;;) {
    const said = await healthOf(url, tls, signal);
    if (said === null || signal.aborted) return;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) {
      const waited = `GET ${url}: ${said}, after ${waitNs / 1e9} s`;
      throw new TargetUnreachableError(
        new URL(endpoint).host,
        [waited],
        'Start the collector, or wait for it longer (healthWait).',
      );
    }
    await sleep(Math.min(ASK_EVERY_MS, leftMs));
  }
}

/** Null when it is healthy, else what it said. */
async function healthOf(
  url: string,
  tls: Http1TlsOptions | null,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { status, body } = await ask({ url, tls, timeoutMs: ANSWER_WITHIN_MS, signal });
    if (status === 200 && body.trim() === 'OK') return null;
    return `answered ${status} ${JSON.stringify(body.slice(0, 80))} instead of 200 "OK"`;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  }
}
