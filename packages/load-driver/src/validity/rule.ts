import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';

export interface CellExpectation {
  readonly planned: number;
  readonly whole: number;
  /** The percentile that the cell's reader will look at; it must rest on enough requests. Default 99. */
  readonly percentile?: number;
}

/** One way in which the figures of a cell may be wrong. Pure; null when it has nothing to say. */
export type Rule = (trials: readonly TrialRecord[], expected: CellExpectation) => ValidityReason | null;

/** [suspect, invalid]: what lies at or below the first is valid. */
export type Limits = readonly [suspect: number, invalid: number];

/** Grades a share against its limits. `say` gives the sentence without the limit, which is added here. */
export function graded(
  [suspect, invalid]: Limits,
  value: number,
  code: string,
  say: (value: string) => { text: string; hint: string },
): ValidityReason | null {
  if (!(value > suspect)) return null;
  const { text, hint } = say(percent(value));
  const limit = value > invalid ? invalid : suspect;
  return {
    code,
    verdict: value > invalid ? 'invalid' : 'suspect',
    text: `${text} (limit ${percent(limit)})`,
    hint,
  };
}

/** The trial that a figure is worst in; null when there are none. */
export function worstOf(
  trials: readonly TrialRecord[],
  value: (trial: TrialRecord) => number,
): { readonly trial: TrialRecord; readonly value: number } | null {
  let worst: { trial: TrialRecord; value: number } | null = null;
  for (const trial of trials) {
    const own = value(trial);
    if (worst === null || own > worst.value) worst = { trial, value: own };
  }
  return worst;
}

/** 0.0312 as `3.1 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}
