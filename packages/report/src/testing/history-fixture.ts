import type { HistoryAcceptance, HistoryCell, HistoryContent, HistoryNote } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';

const DAY_MS = 86_400_000;

/** One run of a series of runs, a day each. */
export function runOn(day: number, valueNs: number, change: Partial<HistoryCell> = {}): HistoryCell {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString();
  return {
    type: 'cell',
    v: 1,
    run: `r${String(day).padStart(5, '0')}`,
    suite: 'http',
    cell: 'verification',
    factors: {},
    startedAt,
    machine: '0123456789abcdef',
    host: 'bench-1',
    config: 'c0ffee00',
    git: { commit: (day + 0x1000000).toString(16).padEnd(40, '0'), branch: 'main', dirty: false },
    verdict: 'valid',
    reasons: [],
    metrics: {
      responseTimeNs: {
        ...{ unit: 'ns', better: 'lower', statistic: 'p50', n: 5, confidence: 0.95 },
        estimate: valueNs,
        interval: [valueNs * 0.98, valueNs * 1.02],
        percentiles: { '50': valueNs, '95': valueNs * 2 },
      },
    },
    ...change,
  };
}

/** A history of one cell whose level is these multiples of 1 ms, with noise. */
export function historyOf(
  levels: readonly (readonly [runs: number, level: number])[],
  { noise = 0.01, seed = 'history' }: { noise?: number; seed?: string } = {},
): HistoryCell[] {
  const random = createRandom(seed);
  return levels
    .flatMap(([runs, level]) =>
      Array.from({ length: runs }, () => level * 1e6 * (1 + random.nextNormal(0, noise))),
    )
    .map((value, day) => runOn(day, value));
}

export function contentOf(
  cells: readonly HistoryCell[],
  { notes = [], acceptances = [] }: { notes?: HistoryNote[]; acceptances?: HistoryAcceptance[] } = {},
): HistoryContent {
  return { cells, notes, acceptances, problems: [] };
}

export function acceptanceOf(run: string, more: Partial<HistoryAcceptance> = {}): HistoryAcceptance {
  return { type: 'accept', v: 1, at: '2026-11-21T02:00:00.000Z', run, ...more };
}
