import type { View } from '@benchwright/load-driver';
import { summariesOfResult } from './results-csv/function-summary.js';
import { renderP95Analysis } from './results-csv/p95-analysis.js';
import { renderPivot } from './results-csv/pivot.js';
import { renderResultRows, resultRows } from './results-csv/result-row.js';
import { renderSummary } from './results-csv/summary-text.js';
import { renderAnalysisJson } from './views/analysis-json.js';
import { renderText } from './views/text.js';

/** What users of the original expect, made from a result. */
export const s3IngestViews: readonly View[] = [
  { id: 'text', title: 'Ingestion into S3, as tables', mediaType: 'text/plain', render: renderText },
  {
    id: 'csv',
    title: 'The original’s results file: a row per function and trial',
    mediaType: 'text/csv',
    render: (result) => renderResultRows(resultRows(result)),
  },
  {
    id: 'summary',
    title: 'The original’s summary',
    mediaType: 'text/plain',
    render: (result) => renderSummary(summariesOfResult(result)),
  },
  {
    id: 'pivot',
    title: 'p95 by workload and memory, and by factor',
    mediaType: 'text/csv',
    render: (result) => renderPivot(summariesOfResult(result)),
  },
  {
    id: 'p95',
    title: 'p95 of each function',
    mediaType: 'text/csv',
    render: (result) => renderP95Analysis(summariesOfResult(result)),
  },
  {
    id: 'analysis',
    title: 'Effects, interactions, Pareto front and cheapest configuration, for programs',
    mediaType: 'application/json',
    render: renderAnalysisJson,
  },
];
