import { afterEach, expect, test } from 'vitest';
import { executeQuery, type QueryTiming } from './execute-query.js';
import { latencyThroughputQuery } from './query-text.js';
import { runFiguresOf } from './run-figures.js';
import { type LogsReply, resultRow, startLogsEndpoint } from './testing/logs-endpoint.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close();
});

async function endpoint(reply: LogsReply) {
  const started = await startLogsEndpoint(reply);
  open.push(started);
  return started;
}

/** A clock that only waiting moves. */
function virtualTiming(): Required<Pick<QueryTiming, 'now' | 'wait'>> & { readonly waits: number[] } {
  let time = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    wait: async (ms) => {
      waits.push(ms);
      time += ms;
    },
  };
}

const scope = {
  logGroups: ['/aws/lambda/ingest-events-m512-b1-rc0'],
  startMs: 1_700_000_000_001,
  endMs: 1_700_000_010_999,
};
const query = latencyThroughputQuery(['run_1']);
const row = {
  function_name: 'ingest-events-m512-b1-rc0',
  run_id: 'run_1',
  workload: 'events',
  memory_mb: 512,
  batch_events: 10,
  multipart_part_mb: 8,
  reserved_concurrency: 0,
  p95_ms: 41.5,
  objects: 50,
  bytes_sum: 512_000,
  first_start_ms: 1_700_000_001_000,
  last_end_ms: 1_700_000_003_500,
  put_requests: 51,
};

function answering(...statuses: string[]): LogsReply {
  let polls = 0;
  return ({ operation }) => {
    if (operation === 'StartQuery') return { body: { queryId: 'q-1' } };
    if (operation === 'StopQuery') return { body: { success: true } };
    const status = statuses[Math.min(polls++, statuses.length - 1)];
    const results = status === 'Complete' ? [resultRow(row)] : [];
    return {
      body: { status, results, statistics: { recordsMatched: 50, bytesScanned: 12_345, recordsScanned: 60 } },
    };
  };
}

test('a query is started, watched until it is complete, and its rows are figures', async () => {
  const { client, requests } = await endpoint(answering('Scheduled', 'Running', 'Complete'));
  const timing = virtualTiming();
  const answer = await executeQuery(client, query, scope, timing);
  expect(requests.map(({ operation }) => operation)).toEqual([
    'StartQuery',
    'GetQueryResults',
    'GetQueryResults',
    'GetQueryResults',
  ]);
  expect(requests[0]?.body).toEqual({
    logGroupNames: scope.logGroups,
    queryString: query,
    startTime: 1_700_000_000,
    endTime: 1_700_000_011,
    limit: 10_000,
  });
  expect(timing.waits).toEqual([500, 500]);
  expect([answer.recordsMatched, answer.bytesScanned]).toEqual([50, 12_345]);
  expect(answer.rows.map(runFiguresOf)).toEqual([
    {
      functionName: 'ingest-events-m512-b1-rc0',
      runId: 'run_1',
      workload: 'events',
      memoryMb: 512,
      batchOrMultipart: 10,
      reservedConcurrency: 0,
      p95Ms: 41.5,
      objects: 50,
      bytesSum: 512_000,
      windowMs: 2500,
      throughputObjPerSec: 20,
      putRequests: 51,
    },
  ]);
});

test('more than 50 groups are asked in turn', async () => {
  const { client, requests } = await endpoint(answering('Complete'));
  const logGroups = Array.from({ length: 54 }, (_, i) => `/aws/lambda/f${i}`);
  const answer = await executeQuery(client, query, { ...scope, logGroups }, virtualTiming());
  const asked = requests.flatMap(({ body }) =>
    'logGroupNames' in body ? [(body.logGroupNames as string[]).length] : [],
  );
  expect(asked).toEqual([50, 4]);
  expect(answer.rows).toHaveLength(2);
  expect(answer.recordsMatched).toBe(100);
});

test.each([['Failed'], ['Cancelled'], ['Timeout']])('a query that ends as %s is an error', async (status) => {
  const { client } = await endpoint(answering('Running', status));
  await expect(executeQuery(client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
    message: `the query ended as ${status} over ${scope.logGroups[0]}`,
  });
});

test('a query that does not end is stopped at the deadline', async () => {
  const { client, requests } = await endpoint(answering('Running'));
  const timing = { ...virtualTiming(), deadlineMs: 1400 };
  await expect(executeQuery(client, query, scope, timing)).rejects.toMatchObject({
    code: 'ERR_QUERY_DEADLINE',
    message: expect.stringContaining('still Running after 1.4 s'),
  });
  expect(requests.map(({ operation }) => operation)).toEqual([
    'StartQuery',
    'GetQueryResults',
    'GetQueryResults',
    'GetQueryResults',
    'StopQuery',
  ]);
});

test('a missing log group, a refusal and an endpoint that is gone each say what to do', async () => {
  const failing = (type: string, message: string) =>
    endpoint(() => ({ status: 400, body: { __type: type, message } }));
  const missing = await failing('ResourceNotFoundException', 'Log group /aws/lambda/x does not exist');
  await expect(executeQuery(missing.client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_LOG_GROUP_MISSING',
    message: expect.stringContaining('/aws/lambda/x does not exist'),
    hint: expect.stringContaining('Invoke each function once'),
  });
  const denied = await failing('AccessDeniedException', 'not authorized');
  await expect(executeQuery(denied.client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
    hint: expect.stringContaining('logs:StartQuery'),
  });
  const malformed = await failing('MalformedQueryException', 'unexpected symbol');
  await expect(executeQuery(malformed.client, 'nonsense', scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
    message: expect.stringContaining('MalformedQueryException: unexpected symbol'),
  });
  const gone = await startLogsEndpoint(() => ({ body: {} }));
  await gone.close();
  await expect(executeQuery(gone.client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
  });
});

test('an answer without an id, and one that is cut off, are errors rather than figures', async () => {
  const nameless = await endpoint(() => ({ body: {} }));
  await expect(executeQuery(nameless.client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
  });
  const full = await endpoint(({ operation }) =>
    operation === 'StartQuery'
      ? { body: { queryId: 'q' } }
      : { body: { status: 'Complete', results: Array.from({ length: 10_000 }, () => []) } },
  );
  await expect(executeQuery(full.client, query, scope, virtualTiming())).rejects.toMatchObject({
    code: 'ERR_QUERY_FAILED',
    message: expect.stringContaining('cut off'),
  });
});

test('aborting ends it with the reason, and stops the query', async () => {
  const { client, requests } = await endpoint(answering('Running'));
  const controller = new AbortController();
  const reason = new Error('interrupted');
  const timing = {
    ...virtualTiming(),
    wait: async () => controller.abort(reason),
    signal: controller.signal,
  };
  await expect(executeQuery(client, query, scope, timing)).rejects.toBe(reason);
  expect(requests.at(-1)?.operation).toBe('StopQuery');
});
