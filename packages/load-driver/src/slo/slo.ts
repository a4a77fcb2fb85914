import { BenchwrightError } from '@benchwright/result-schema';

/** What a condition is about, and the statistic of it. */
export type SloSubject =
  | {
      readonly kind: 'latency';
      readonly of: 'responseTimeNs' | 'serviceTimeNs';
      readonly statistic: LatencyStatistic;
    }
  /** A share, 0–1: failed ÷ sent, dropped ÷ offered. */
  | { readonly kind: 'share'; readonly of: 'errors' | 'dropped' }
  /** Answers per second. */
  | { readonly kind: 'rate' };

export type LatencyStatistic =
  | { readonly name: 'mean' | 'max' }
  /** As written, 0–100: 99.9 ÷ 100 is no longer quite 0.999. */
  | { readonly name: 'percentile'; readonly percentile: number };

export type SloOperator = '<' | '<=' | '>' | '>=';

/** One condition of an SLO, with the place it was written at. */
export interface SloCondition {
  readonly subject: SloSubject;
  readonly operator: SloOperator;
  /** Nanoseconds, a share (0–1) or a rate per second, as the subject is. */
  readonly value: number;
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
