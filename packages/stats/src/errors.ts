/** The stable codes of {@link StatsError}. Data never cause one: only a call that makes no sense does. */
export type StatsErrorCode =
  | 'ERR_STATS_BAD_ARGUMENT'
  | 'ERR_HISTOGRAM_CONFIG'
  | 'ERR_HISTOGRAM_BASIS_MIXED'
  | 'ERR_HISTOGRAM_UNIT_MIXED'
  | 'ERR_HISTOGRAM_LAYOUT_MIXED'
  | 'ERR_HISTOGRAM_DECODE';

/**
 * Thrown for a call that makes no sense (a confidence of 95, a merge of different bases), never for what
 * the measured data look like: those end as {@link Warning}s inside the result.
 */
export class StatsError extends Error {
  override readonly name = 'StatsError';

  constructor(
    readonly code: StatsErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Throws `ERR_STATS_BAD_ARGUMENT` unless `condition` holds. */
export function requireArgument(condition: boolean, message: string): asserts condition {
  if (!condition) throw new StatsError('ERR_STATS_BAD_ARGUMENT', message);
}
