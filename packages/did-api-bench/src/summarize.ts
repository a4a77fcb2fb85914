import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import type { RunResult } from '@benchwright/result-schema';
import { didMetrics } from './summarize/did-metrics.js';

/** Folds the records of a run into its result: what every suite has, and what the guide asks for beside it. Pure. */
export function summarizeDid(records: RunRecords): RunResult {
  return summarizeRun(records, { extraMetrics: didMetrics });
}
