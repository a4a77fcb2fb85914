import type { QueryTiming } from './execute-query.js';
import type { RunFigures } from './run-figures.js';

/** CloudWatch finds most lines within seconds, and says of no query whether it has seen all there are. */
const PATIENCE_MS = 120_000;
const AGAIN_MS = 5000;

/** What a run stored, by its own count: what its log lines must add up to. */
export interface StoredBytes {
  readonly runId: string;
  readonly bytesSum: number;
}

export interface IndexedFigures {
  readonly runs: readonly RunFigures[];
  /** Run ids of which CloudWatch had found less than was stored when time was up. */
  readonly late: readonly string[];
}

/**
 * Asks until the answer accounts for every byte that the runs stored, because CloudWatch indexes log lines some time after they are written and
 * a query in between answers with less. Gives up after two minutes (`deadlineMs`), naming what is incomplete.
 *
 * @throws what `ask` throws, and the signal's reason
 */
export async function untilIndexed(
  ask: () => Promise<readonly RunFigures[]>,
  stored: readonly StoredBytes[],
  {
    deadlineMs = PATIENCE_MS,
    pollMs = AGAIN_MS,
    signal,
    now = performanceNow,
    wait = realWait,
  }: QueryTiming = {},
): Promise<IndexedFigures> {
  const until = now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    const runs = await ask();
    const late = lateRuns(runs, stored);
    if (late.length === 0 || now() + pollMs > until) return { runs, late };
    await wait(pollMs);
  }
}

function lateRuns(runs: readonly RunFigures[], stored: readonly StoredBytes[]): string[] {
  const found = new Map<string, number>();
  for (const { runId, bytesSum } of runs) found.set(runId, (found.get(runId) ?? 0) + bytesSum);
  return stored.filter(({ runId, bytesSum }) => (found.get(runId) ?? 0) < bytesSum).map(({ runId }) => runId);
}

function performanceNow(): number {
  return performance.now();
}

function realWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
