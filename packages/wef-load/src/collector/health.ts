import { setTimeout as sleep } from 'node:timers/promises';
import { type Http1TlsOptions, TargetUnreachableError } from '@benchwright/load-driver';
import { ask } from './ask.js';

const ASK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 2000;

export interface HealthQuestion {
  readonly endpoint: string;
  readonly waitNs: number;
  readonly signal: AbortSignal;
  /** Null when it is healthy, else what it said. */
  readonly probe: () => Promise<string | null>;
}

/**
 * Waits until the collector says that it is healthy.
 *
 * @throws TargetUnreachableError with what was answered last, when it is not within the time stated
 */
export async function waitUntilHealthy({ endpoint, waitNs, signal, probe }: HealthQuestion): Promise<void> {
  const deadlineMs = performance.now() + waitNs / 1e6;
  for (;;) {
    const said = await probe();
    if (said === null || signal.aborted) return;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) {
      const waited = `${said}, after ${waitNs / 1e9} s`;
      const hint = 'Start the collector, or wait for it longer (healthWait).';
      throw new TargetUnreachableError(new URL(endpoint).host, [waited], hint);
    }
    await sleep(Math.min(ASK_EVERY_MS, leftMs));
  }
}

/** What is wrong with the answer to `GET /health`, which is to be 200 and `OK`; null when nothing is. */
export async function healthProblem(
  endpoint: string,
  tls: Http1TlsOptions | null,
  signal: AbortSignal,
): Promise<string | null> {
  const url = new URL('/health', endpoint).href;
  try {
    const { status, body } = await ask({ url, tls, timeoutMs: ANSWER_WITHIN_MS, signal });
    if (status === 200 && body.trim() === 'OK') return null;
    return `GET ${url}: answered ${status} ${JSON.stringify(body.slice(0, 80))} instead of 200 "OK"`;
  } catch (error) {
    return `GET ${url}: ${error instanceof Error ? error.message || error.name : String(error)}`;
  }
}
