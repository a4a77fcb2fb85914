import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import type { RunResult } from '@benchwright/result-schema';
import { suiteMetrics } from './summarize/suite-metrics.js';

/** What users of the original look at. */
const PERCENTILE = 95;

/** Folds the records of a run into its result: what every suite has, and what functions and S3 said of themselves. Pure. */
export function summarizeS3Ingest(records: RunRecords): RunResult {
  return summarizeRun(records, { extraMetrics: suiteMetrics, percentile: PERCENTILE });
}
