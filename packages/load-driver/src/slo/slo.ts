import { BenchwrightError } from '@benchwright/result-schema';
import type { CellFilter } from './cell-filter.js';

/** What a condition is about, and the statistic of it. */
export type SloSubject =
  | {
      readonly kind: 'latency';
      readonly of: 'responseTimeNs' | 'serviceTimeNs';
      readonly statistic: LatencyStatistic;
    }
  /** A share, 0–1: failed ÷ sent (of one class of errors, where one is named), dropped ÷ offered. */
  | { readonly kind: 'share'; readonly of: 'errors' | 'dropped'; readonly errorClass?: string }
  /** Answers per second. */
  | { readonly kind: 'rate' }
  /** A metric of the result by its name: the mean over trials, or a statistic of all requests where it has a distribution. */
  | {
      readonly kind: 'metric';
      readonly name: string;
      readonly statistic: LatencyStatistic | null;
      /** As the name says it (`…Ns`, `…Bytes`, `…PerSec`, `…Share`); null: as the result has it. */
      readonly unit: string | null;
    };

export type LatencyStatistic =
  | { readonly name: 'mean' | 'max' }
  /** As written, 0–100: 99.9 ÷ 100 is no longer quite 0.999. */
  | { readonly name: 'percentile'; readonly percentile: number };

export type SloOperator = '<' | '<=' | '>' | '>=';

/** One condition of an SLO, with the place it was written at. */
export interface SloCondition {
  readonly subject: SloSubject;
  readonly operator: SloOperator;
  /**
   * Nanoseconds, bytes, a share (0–1), a rate per second, or the metric's own unit, as the subject is. With `baseline` the change
   * allowed, as a share: 0.05 for `baseline + 5%`.
   */
  readonly value: number;
  /** Present: the limit is the baseline's figure × (1 + value). */
  readonly baseline?: true;
  /** Present: only the last so many nanoseconds of each trial count. */
  readonly lastNs?: number;
  /** Present: only these cells have to meet it. */
  readonly where?: CellFilter;
  /** As written, without blanks around it. */
  readonly text: string;
  /** Offsets in the whole text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** An SLO that cannot be read. `offset` is where in `text`. */
export class SloSyntaxError extends BenchwrightError {
  readonly text: string;
  readonly offset: number;

  constructor(text: string, offset: number, problem: string) {
    super('ERR_SLO_SYNTAX', `SLO '${text}', column ${offset + 1}: ${problem}`, {
      hint: 'Write conditions such as p99<50ms, service.p99.9<=1s, mean<5ms, errors<0.1%, dropped<=0, rate>=1000/s, separated by commas.',
    });
    this.text = text;
    this.offset = offset;
  }
}
