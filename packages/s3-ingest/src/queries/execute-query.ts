import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { QueryError } from './query-error.js';
import type { QueryRow } from './run-figures.js';

/** One query asks at most this many log groups, and answers with at most this many rows. */
const MOST_GROUPS = 50;
const MOST_ROWS = 10_000;

/** What a query is asked of. */
export interface QueryScope {
  /** `/aws/lambda/<function>` of each function. Any number: more than 50 are asked in turn. */
  readonly logGroups: readonly string[];
  /** Milliseconds since 1970; the range is widened to whole seconds, which is what CloudWatch takes. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface QueryTiming {
  /** How long all of it may take. Default a minute. */
  readonly deadlineMs?: number;
  /** Between two looks at a running query. Default half a second. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** Clock and waiting, for tests: real time by default. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** What the answer rests on. */
export interface QueryAnswer {
  readonly rows: readonly QueryRow[];
  readonly recordsMatched: number;
  readonly bytesScanned: number;
}

/**
 * Runs one Logs Insights query to its end and collects the rows of all groups. Groups are asked by 50, one query after another, so rows must
 * not be aggregated over groups (those of {@link latencyThroughputQuery} are one per function). A query that is given up is stopped, since
 * CloudWatch allows only some at once.
 *
 * Throws a QueryError: `ERR_LOG_GROUP_MISSING`, `ERR_QUERY_FAILED` (malformed, cancelled, timed out in CloudWatch, not permitted),
 * `ERR_QUERY_DEADLINE`; and the signal's reason when aborted.
 */
export async function executeQuery(
  client: CloudWatchLogsClient,
  query: string,
  scope: QueryScope,
  timing: QueryTiming = {},
): Promise<QueryAnswer> {
  const execution = new Execution(client, query, scope, timing);
  const answers: QueryAnswer[] = [];
  for (let first = 0; first < scope.logGroups.length; first += MOST_GROUPS) {
    answers.push(await execution.ask(scope.logGroups.slice(first, first + MOST_GROUPS)));
  }
  return {
    rows: answers.flatMap(({ rows }) => rows),
    recordsMatched: answers.reduce((sum, { recordsMatched }) => sum + recordsMatched, 0),
    bytesScanned: answers.reduce((sum, { bytesScanned }) => sum + bytesScanned, 0),
  };
}

class Execution {
  readonly #client: CloudWatchLogsClient;
  readonly #query: string;
  readonly #scope: QueryScope;
  readonly #timing: Required<Omit<QueryTiming, 'signal'>>;
  readonly #signal: AbortSignal | undefined;
  readonly #until: number;

  constructor(client: CloudWatchLogsClient, query: string, scope: QueryScope, timing: QueryTiming) {
    this.#client = client;
    this.#query = query;
    this.#scope = scope;
    this.#timing = {
      deadlineMs: 60_000,
      pollMs: 500,
      now: () => performance.now(),
      wait: realWait,
      ...timing,
    };
    this.#signal = timing.signal;
    this.#until = this.#timing.now() + this.#timing.deadlineMs;
  }

  async ask(logGroupNames: string[]): Promise<QueryAnswer> {
    const queryId = await this.#start(logGroupNames);
    try {
      return await this.#poll(queryId, logGroupNames);
    } catch (error) {
      // What it failed of matters more than whether stopping it worked: a query that has ended cannot be stopped.
      await this.#client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
      throw error;
    }
  }

  async #start(logGroupNames: string[]): Promise<string> {
    const { startMs, endMs } = this.#scope;
    const command = new StartQueryCommand({
      logGroupNames,
      queryString: this.#query,
      startTime: Math.floor(startMs / 1000),
      endTime: Math.ceil(endMs / 1000),
      limit: MOST_ROWS,
    });
    const { queryId } = await this.#orRefused(this.#client.send(command, this.#options()), logGroupNames);
    if (queryId !== undefined) return queryId;
    throw new QueryError('ERR_QUERY_FAILED', 'CloudWatch Logs gave no id for the query');
  }

  async #poll(queryId: string, logGroups: readonly string[]): Promise<QueryAnswer> {
    for (;;) {
      this.#signal?.throwIfAborted();
      const sent = this.#client.send(new GetQueryResultsCommand({ queryId }), this.#options());
      const answer = await this.#orRefused(sent, logGroups);
      const { status = 'Unknown' } = answer;
      if (status === 'Complete') return answerOf(answer);
      if (status === 'Failed' || status === 'Cancelled' || status === 'Timeout') {
        throw new QueryError(
          'ERR_QUERY_FAILED',
          `the query ended as ${status} over ${groupsText(logGroups)}`,
          {
            hint: hintFor(status),
          },
        );
      }
      if (this.#timing.now() + this.#timing.pollMs > this.#until) throw this.#late(status, logGroups);
      await this.#timing.wait(this.#timing.pollMs);
    }
  }

  #late(status: string, logGroups: readonly string[]): QueryError {
    const message = `the query over ${groupsText(logGroups)} is still ${status} after ${this.#timing.deadlineMs / 1000} s, and was stopped`;
    return new QueryError('ERR_QUERY_DEADLINE', message, {
      hint: 'Allow more time, or ask fewer log groups or a shorter time',
    });
  }

  async #orRefused<T>(sent: Promise<T>, logGroups: readonly string[]): Promise<T> {
    try {
      return await sent;
    } catch (error) {
      throw this.#signal?.aborted === true ? this.#signal.reason : refusal(error, logGroups);
    }
  }

  #options(): { abortSignal?: AbortSignal } {
    return this.#signal === undefined ? {} : { abortSignal: this.#signal };
  }
}

function answerOf({ results = [], statistics }: GetQueryResultsCommandOutput): QueryAnswer {
  if (results.length >= MOST_ROWS) {
    const hint = 'Ask for fewer runs or functions at once';
    throw new QueryError(
      'ERR_QUERY_FAILED',
      `the answer has ${MOST_ROWS} rows, the most there can be: some are cut off`,
      { hint },
    );
  }
  const rows = results.map((fields) =>
    Object.fromEntries(
      fields.flatMap(({ field, value }) => (field === undefined ? [] : [[field, value ?? '']])),
    ),
  );
  return {
    rows,
    recordsMatched: statistics?.recordsMatched ?? 0,
    bytesScanned: statistics?.bytesScanned ?? 0,
  };
}

function refusal(error: unknown, logGroups: readonly string[]): QueryError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  if (name === 'ResourceNotFoundException') {
    return new QueryError('ERR_LOG_GROUP_MISSING', `a log group does not exist: ${message}`, {
      hint: `Invoke each function once, or create its group (asked: ${groupsText(logGroups)})`,
      cause: error,
    });
  }
  const hint =
    name === 'AccessDeniedException'
      ? 'Allow logs:StartQuery, logs:GetQueryResults and logs:StopQuery on the log groups'
      : 'Check region, credentials and endpoint, then ask again: the logs are kept';
  return new QueryError('ERR_QUERY_FAILED', `CloudWatch Logs refused the query: ${name}: ${message}`, {
    hint,
    cause: error,
  });
}

function hintFor(status: string): string {
  if (status === 'Timeout') return 'CloudWatch gives up after an hour: ask a shorter time range';
  return status === 'Cancelled'
    ? 'Somebody stopped it: ask again'
    : 'Ask again; the query itself was accepted';
}

function groupsText(groups: readonly string[]): string {
  const [first = 'no log group'] = groups;
  return groups.length <= 1 ? first : `${first} and ${groups.length - 1} more`;
}

function realWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
