import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { RunResult } from '@benchwright/result-schema';
import { specOf } from '../design/cell-spec.js';
import { readFunctionLog } from '../local-lambda/log-store.js';
import { computeLocally } from '../queries/compute-locally.js';
import { executeQuery, type QueryTiming } from '../queries/execute-query.js';
import { QueryError } from '../queries/query-error.js';
import { coldStartsQuery, errorsQuery, latencyThroughputQuery } from '../queries/query-text.js';
import {
  type ColdStartFigures,
  coldStartFiguresOf,
  type ErrorFigures,
  errorFiguresOf,
  type RunFigures,
  runFiguresOf,
} from '../queries/run-figures.js';
import { untilIndexed } from '../queries/until-indexed.js';
import { type ResultRow, resultRows } from '../results-csv/result-row.js';
import { addressed } from '../session/addressed.js';
import { explainServiceError } from '../session/service-errors.js';

/** What the queries tell of a run. */
export interface QueriedRun {
  readonly runs: readonly RunFigures[];
  readonly coldStarts: readonly ColdStartFigures[];
  readonly errors: readonly ErrorFigures[];
  /** Run ids of which CloudWatch had not found everything in time: their rows hold less than was measured. */
  readonly late: readonly string[];
}

/** Log lines may bear the time of a clock that is ahead of this one. */
const LATE_MS = 60_000;

/**
 * Runs the Logs Insights queries over a run on AWS; for local functions computes the same from the lines in `logs`, the folder that the
 * run was given for them. On AWS it asks again until what the functions stored is in the logs, two minutes at most (`timing`).
 *
 * @throws QueryError, or what the SDK throws
 */
export async function queryRun(
  result: RunResult,
  logs: string | null,
  timing: QueryTiming = {},
): Promise<QueriedRun> {
  const names = result.cells.map((cell) => specOf(cell).functionName);
  const rows = resultRows(result);
  const runIds = rows.map(({ runId }) => runId);
  if (runIds.length === 0) return { runs: [], coldStarts: [], errors: [], late: [] };
  if (logs !== null) return { ...computeLocally(await linesOf(logs, names), runIds), late: [] };
  return await queryAws(result, names, rows, timing);
}

async function linesOf(folder: string, names: readonly string[]): Promise<string[]> {
  const events = await Promise.all(names.map((name) => readFunctionLog(folder, name)));
  return events.flat().map(({ message }) => message);
}

async function queryAws(
  result: RunResult,
  names: readonly string[],
  rows: readonly ResultRow[],
  timing: QueryTiming,
): Promise<QueriedRun> {
  const client = await openLogs(result.run.config);
  const runIds = rows.map(({ runId }) => runId);
  const logGroups = names.map((name) => `/aws/lambda/${name}`);
  const startMs = Date.parse(result.run.startedAt);
  const ask = async (query: string) =>
    (await executeQuery(client, query, { logGroups, startMs, endMs: Date.now() + LATE_MS })).rows;
  try {
    const askRuns = async () => (await ask(latencyThroughputQuery(runIds))).map(runFiguresOf);
    return {
      ...(await untilIndexed(askRuns, rows, timing)),
      coldStarts: (await ask(coldStartsQuery(runIds))).map(coldStartFiguresOf),
      errors: (await ask(errorsQuery(runIds))).map(errorFiguresOf),
    };
  } finally {
    client.destroy();
  }
}

/** A client that has credentials: what CloudWatch says of a query is then about the query. */
async function openLogs({ region, lambdaEndpoint, logsEndpoint }: RunResult['run']['config']) {
  const endpoint = typeof logsEndpoint === 'string' ? logsEndpoint : null;
  if (endpoint === null && typeof lambdaEndpoint === 'string') {
    const message = `the functions are those of ${lambdaEndpoint}, and no CloudWatch Logs is named beside it`;
    throw new QueryError('ERR_QUERY_FAILED', message, { hint: 'Name it with --set logsEndpoint=http://…' });
  }
  const client = new CloudWatchLogsClient({
    ...(typeof region === 'string' ? { region } : {}),
    ...addressed(endpoint, false),
  });
  try {
    await client.config.credentials();
    return client;
  } catch (error) {
    client.destroy();
    throw explainServiceError(
      error,
      'CloudWatch Logs',
      endpoint ?? `https://logs.${String(region)}.amazonaws.com`,
    );
  }
}
