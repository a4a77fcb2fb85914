import type { Ceiling, ValidityReason } from '@benchwright/result-schema';
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

/** Compares an offered (in closed loads: an answered) rate per second with the ceiling measured for the same exchange. Pure. */
export function ceilingShare(offeredPerSec: number, ceiling: Ceiling): CeilingShare {
  const share = offeredPerSec / ceiling.ratePerSec;
  const bound = ceiling.limitedBy === 'responder';
  const rate = `${Number(ceiling.ratePerSec.toPrecision(2)).toLocaleString('en-US')}/s`;
  const text = `offered load is ${percent(share)} of this generator's ceiling of ${bound ? 'at least ' : ''}${rate}`;
  const reason = graded(THRESHOLDS.ceilingShare, share, 'NEAR_CEILING', () => ({
    text,
    hint: 'What is measured is largely the generator itself: use more workers, or lower the rate.',
  }));
  return { share, text, reason: bound ? null : reason };
}
