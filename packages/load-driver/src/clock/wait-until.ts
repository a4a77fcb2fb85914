/** A timer is late by up to 1.2 ms: the rest is waited turn by turn. */
const TURNS_NS = 2_000_000n;

/**
 * Resolves at an instant of `process.hrtime.bigint()`, the machine's monotonic clock, to within a turn of the event loop; at once
 * when it has passed or the signal is aborted.
 */
export async function waitUntil(atHrNs: bigint, signal?: AbortSignal): Promise<void> {
  const waitNs = atHrNs - TURNS_NS - process.hrtime.bigint();
  if (waitNs > 0n) await timer(Number(waitNs) / 1e6, signal);
  while (process.hrtime.bigint() < atHrNs && signal?.aborted !== true) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timeout = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
