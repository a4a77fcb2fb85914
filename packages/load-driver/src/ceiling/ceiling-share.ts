import {
  type Ceiling,
  type CeilingRecord,
  type CellCeiling,
  isOpenLoad,
  type TrialRecord,
  type ValidityReason,
} from '@benchwright/result-schema';
import { graded, percent } from '../validity/rule.js';
import { THRESHOLDS } from '../validity/thresholds.js';

/** What a load is against the generator's ceiling. */
export interface CeilingShare {
  /** Offered ÷ ceiling. */
  readonly share: number;
  /** `offered load is 12 % of this generator's ceiling of 95,000/s`. */
  readonly text: string;
  /** Null while there is room; also where the ceiling is a lower bound only. */
  readonly reason: ValidityReason | null;
}

/**
 * Compares an offered rate per second with the ceiling measured for the same exchange; in closed loads the answered rate, which is
 * suspect at most there: each answer still is what this client saw. Pure.
 * A ceiling of something else than the generator says nothing against what was measured.
 */
export function ceilingShare(offeredPerSec: number, ceiling: Ceiling, closed = false): CeilingShare {
  const share = offeredPerSec / ceiling.ratePerSec;
  const bound = isLowerBound(ceiling);
  const rate = `${Number(ceiling.ratePerSec.toPrecision(2)).toLocaleString('en-US')}/s`;
  const what = closed ? 'answered' : 'offered';
  const whose = ceiling.of === undefined ? "this generator's ceiling of" : `what ${ceiling.of} reach,`;
  const text = `${what} load is ${percent(share)} of ${whose} ${bound ? 'at least ' : ''}${rate}`;
  const [suspect, invalid] = THRESHOLDS.ceilingShare;
  const limits = [suspect, closed ? Number.POSITIVE_INFINITY : invalid] as const;
  const reason = graded(limits, share, 'NEAR_CEILING', () => ({
    text,
    hint: 'What is measured is largely the generator itself: use more workers, or lower the rate.',
  }));
  return { share, text, reason: bound || ceiling.of !== undefined ? null : reason };
}

/** Whether the generator might do more than was measured: because the responder, or others on the machine, gave out first. Pure. */
export function isLowerBound({ limitedBy }: Pick<Ceiling, 'limitedBy'>): boolean {
  return limitedBy === 'responder' || limitedBy === 'machine';
}

/** The ceiling of a cell as its result states it, and what follows for its validity. */
export interface JudgedCeiling {
  readonly ceiling: CellCeiling;
  readonly reasons: readonly ValidityReason[];
}

/** Puts a cell's trials beside the ceiling recorded for it; null where none was asked for, as in older runs. Pure. */
export function judgeCeiling(
  cell: string,
  trials: readonly TrialRecord[],
  records: readonly CeilingRecord[] = [],
): JudgedCeiling | null {
  const record = records.find((one) => one.cell === cell);
  if (record === undefined) return null;
  const { ceiling, why } = record;
  if (ceiling === null) {
    const text = `the generator's ceiling is not known: ${why ?? 'it was not measured'}`;
    return { ceiling: { measured: null, share: null, text }, reasons: [] };
  }
  const shares = trials.map((trial) => {
    const closed = !isOpenLoad(trial.load);
    const count = closed ? trial.counts.ok : trial.counts.offered;
    return ceilingShare((count * 1e9) / trial.durationNs, ceiling, closed);
  });
  const [worst] = shares.sort((a, b) => b.share - a.share);
  if (worst === undefined) {
    return { ceiling: { measured: ceiling, share: null, text: 'no trial was measured' }, reasons: [] };
  }
  const { share, text, reason } = worst;
  return { ceiling: { measured: ceiling, share, text }, reasons: reason === null ? [] : [reason] };
}
