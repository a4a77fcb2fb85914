import type { RunRecords } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';

/** Rounds that both sides went through to their end, in order: what an interrupted run has of pairs. Pure. */
export function wholeRounds(trials: readonly TrialRecord[]): readonly (readonly TrialRecord[])[] {
  const byRound = new Map<number, TrialRecord[]>();
  for (const trial of trials.filter(({ interrupted }) => !interrupted)) {
    byRound.set(trial.trial, [...(byRound.get(trial.trial) ?? []), trial]);
  }
  return [...byRound.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, round]) => (new Set(round.map(({ cell }) => cell)).size === 2 ? [round] : []));
}

/** The records without rounds that lack a side, so that value i of one side belongs to value i of the other; all of them where there is no whole round. */
export function withWholeRounds(records: RunRecords): RunRecords {
  const trials = wholeRounds(records.trials).flat();
  return trials.length === 0 ? records : { ...records, trials };
}
