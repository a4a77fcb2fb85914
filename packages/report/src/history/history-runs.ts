import type { HistoryCell, HistoryContent } from '@benchwright/result-schema';

/** A run as the history has it. */
export interface HistoryRun {
  readonly run: string;
  readonly suite: string;
  readonly startedAt: string;
  readonly git: HistoryCell['git'];
  readonly host: string;
  readonly machine: string;
  readonly config: string;
  /** The worst of its cells. */
  readonly verdict: HistoryCell['verdict'];
  readonly cells: readonly HistoryCell[];
  readonly notes: readonly { readonly at: string; readonly text: string }[];
  /** Why its level was accepted as normal; '' where nobody said why. */
  readonly accepted: readonly string[];
}

const RANK = { valid: 0, suspect: 1, invalid: 2 } as const;

/** The runs of a history, oldest first. Pure. O(records). */
export function historyRuns({ cells, notes, acceptances }: HistoryContent): HistoryRun[] {
  const byRun = new Map<string, [HistoryCell, ...HistoryCell[]]>();
  for (const cell of cells) {
    const key = `${cell.suite}\u0000${cell.run}`;
    const known = byRun.get(key);
    if (known === undefined) byRun.set(key, [cell]);
    else known.push(cell);
  }
  const notesOf = groupByRun(notes);
  const acceptedOf = groupByRun(acceptances);
  return [...byRun.values()].map((of) => {
    const { run, suite, startedAt, git, host, machine, config } = of[0];
    const verdict = of.reduce(
      (worst, cell) => (RANK[cell.verdict] > RANK[worst] ? cell.verdict : worst),
      of[0].verdict,
    );
    return {
      ...{ run, suite, startedAt, git, host, machine, config, verdict },
      cells: of,
      notes: (notesOf.get(run) ?? []).map(({ at, text }) => ({ at, text })),
      accepted: (acceptedOf.get(run) ?? []).map(({ why }) => why ?? ''),
    };
  });
}

function groupByRun<T extends { readonly run: string }>(records: readonly T[]): Map<string, T[]> {
  const byRun = new Map<string, T[]>();
  for (const record of records) byRun.set(record.run, [...(byRun.get(record.run) ?? []), record]);
  return byRun;
}
