import { BenchwrightError } from '@benchwright/result-schema';

/** The stable codes of {@link QueryError}. */
export type QueryErrorCode =
  | 'ERR_QUERY_VALUE'
  | 'ERR_QUERY_FAILED'
  | 'ERR_QUERY_DEADLINE'
  | 'ERR_LOG_GROUP_MISSING';

/** A Logs Insights query that cannot be written, or did not come to an end. */
export class QueryError extends BenchwrightError {
  constructor(code: QueryErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(code, message, options);
  }
}
