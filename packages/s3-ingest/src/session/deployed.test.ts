import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { createRealClock, type RunEvent, runSuite } from '@benchwright/load-driver';
import type { RunHeader, RunResult, TrialRecord } from '@benchwright/result-schema';
import { createS3Server } from '@benchwright/s3-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type S3IngestConfigInput, s3IngestConfigSchema } from '../config.js';
import { FunctionsError } from '../errors.js';
import { handlerFile } from '../lambda-entries.js';
import { definition, openPlatform, type TestPlatform } from '../local-lambda/testing.js';
import { evaluateQuery, nearestRank } from '../queries/testing/evaluate-query.js';
import { resultRow, startLogsEndpoint } from '../queries/testing/logs-endpoint.js';
import { resultRows } from '../results-csv/result-row.js';
import { queryRun } from '../runner/query-run.js';
import { s3IngestSuite } from '../suite.js';
import { METRICS } from '../summarize/metric-names.js';

// The runner as it drives AWS: functions that were deployed by somebody else, found, checked and invoked over the Lambda API alone, their
// logs asked of a CloudWatch Logs API that evaluates the text of the queries.

const FULL = ['ingest-events-m512-b1-rc1', 'ingest-events-m512-b10-rc1'];
const SHORT = ['s3-experiment-events-512mb-1', 's3-experiment-events-512mb-10'];
/** More than a page of ListFunctions before those of the design. */
const OTHERS = Array.from({ length: 60 }, (_, i) => `another-team-${i}`);

let server: Awaited<ReturnType<typeof createS3Server>>;
let deployed: TestPlatform;

beforeEach(async () => {
  server = await createS3Server({ buckets: ['lake'] });
  const { accessKeyId, secretAccessKey } = server.credentials;
  const ours = [...FULL, ...SHORT].map((name) =>
    definition({
      name,
      handlerFile,
      memoryMb: 512,
      env: {
        OUTPUT_BUCKET: 'lake',
        WORKLOAD: 'events',
        MEMORY_MB: '512',
        BATCH_EVENTS: /10$|b10/.test(name) ? '10' : '1',
        RESERVED_CONCURRENCY: '1',
        S3_ENDPOINT: server.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    }),
  );
  const odd = ['ingest-events-legacy', 'ingest-events-m512-b100-rc1'].map((name) => definition({ name }));
  deployed = await openPlatform([...OTHERS.map((name) => definition({ name })), ...odd, ...ours]);
});
afterEach(async () => {
  await deployed.close();
  await server.close();
});

function configOf(input: S3IngestConfigInput = {}) {
  return s3IngestConfigSchema.parse({
    workloads: ['events'],
    design: { memoryMb: 512, batchEvents: [1, 10], reservedConcurrency: 1 },
    invocations: 12,
    trials: 2,
    concurrency: 3,
    functions: 'aws',
    lambdaEndpoint: deployed.platform.endpoint,
    ...input,
  });
}

async function measure(config = configOf()): Promise<{ result: RunResult; warnings: string[] }> {
  const plan = s3IngestSuite.plan(config, 3);
  const trials: TrialRecord[] = [];
  const warnings: string[] = [];
  const startedAt = new Date().toISOString();
  const outcome = await runSuite({
    ...{ suite: s3IngestSuite, config, plan, runId: 'deployed', done: [], clock: createRealClock() },
    events: (event: RunEvent) => {
      if (event.type === 'warning') warnings.push(event.text);
    },
    signal: new AbortController().signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  const header = { type: 'run', v: 1, id: 'deployed', suite: 's3-ingest', seed: 3, startedAt, config, plan };
  const environment = { cpu: {}, runtime: {}, packages: {} };
  const records = { header: { ...header, environment } as unknown as RunHeader, trials, outcome };
  return { result: s3IngestSuite.summarize({ ...records, finishedAt: startedAt }), warnings };
}

/** CloudWatch Logs over what the platform logged. */
async function startLogs(unindexedAnswers = 0) {
  let stillUnindexed = unindexedAnswers;
  const asked = new Map<string, { groups: string[]; query: string }>();
  return await startLogsEndpoint(({ operation, body }) => {
    if (operation === 'StartQuery') {
      const queryId = `q-${asked.size}`;
      asked.set(queryId, { groups: body.logGroupNames as string[], query: String(body.queryString) });
      return { body: { queryId } };
    }
    const { groups, query } = asked.get(String(body.queryId))!;
    const lines = groups.flatMap((group) => {
      const file = join(deployed.logFolder, `${group.replace('/aws/lambda/', '')}.ndjson`);
      const events = readFileSync(file, 'utf8').trim().split('\n');
      return events.map((event) => String(JSON.parse(event).message));
    });
    const isIndexed = stillUnindexed-- <= 0;
    const rows = isIndexed ? evaluateQuery(query, lines, nearestRank) : [];
    const statistics = { recordsMatched: lines.length, recordsScanned: lines.length, bytesScanned: 1 };
    return { body: { status: 'Complete', results: rows.map(resultRow), statistics } };
  });
}

describe('functions: aws', () => {
  it('finds the functions behind a page of others, meets their reservation, and asks their logs', async () => {
    for (const FunctionName of FULL) {
      const reserve = { FunctionName, ReservedConcurrentExecutions: 1 };
      await deployed.client.send(new PutFunctionConcurrencyCommand(reserve));
    }
    // Lines that CloudWatch does not find at once, as it is with the real one.
    const logs = await startLogs(2);
    try {
      const { result, warnings } = await measure(configOf({ logsEndpoint: logs.endpoint }));
      expect(warnings.filter((text) => text.startsWith('not measured: '))).toEqual([
        expect.stringContaining('ingest-events-legacy: its name is neither of the form'),
        'not measured: ingest-events-m512-b100-rc1: the design does not have it',
      ]);
      expect(result.cells.map(({ factors }) => factors.functionName).sort()).toEqual(FULL);
      for (const cell of result.cells) {
        expect(cell.counts).toMatchObject({ sent: 24, ok: 24, failed: 0 });
        // Three under way where one may be: some are turned away, and come through in the end.
        expect(cell.metrics[METRICS.throttles]?.estimate).toBeGreaterThan(0);
      }
      const { runs, coldStarts, errors, late } = await queryRun(result, null, { pollMs: 1 });
      expect(late).toEqual([]);
      const bytes = (rows: readonly { runId: string; bytesSum: number }[]) =>
        rows.map(({ runId, bytesSum }) => `${runId} ${bytesSum}`).sort();
      expect(bytes(runs)).toEqual(bytes(resultRows(result)));
      expect(runs.map(({ objects }) => objects)).toEqual([12, 12, 12, 12]);
      expect(coldStarts.length).toBeGreaterThan(0);
      expect(errors).toEqual([]);
    } finally {
      await logs.close();
    }
  });

  it('reads names of the short form too', async () => {
    const { result } = await measure(
      configOf({ naming: 'short', functionPrefix: 's3-experiment-', trials: 1 }),
    );
    expect(result.cells.map(({ factors }) => factors.functionName).sort()).toEqual(SHORT);
    expect(result.cells.map(({ counts }) => counts.ok)).toEqual([12, 12]);
  });

  it('measures nothing while functions are missing, are not what they are called, or bear odd names', async () => {
    const design = { memoryMb: [512, 1024], batchEvents: [1, 100], reservedConcurrency: 1 };
    const failure = await measure(configOf({ design })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FunctionsError);
    const { code, problems } = failure as FunctionsError;
    expect(code).toBe('ERR_FUNCTIONS');
    expect(problems[0]).toBe('there is no function ingest-events-m1024-b1-rc1, ingest-events-m1024-b100-rc1');
    expect(problems).toContain('ingest-events-m512-b100-rc1: has 1769 MB of memory, and its name says 512');
    expect(problems.join('\n')).toContain('ingest-events-legacy: its name is neither');
  });

  it('does not ask AWS for the logs of functions that are elsewhere', async () => {
    const { result } = await measure(configOf({ trials: 1, invocations: 1 }));
    await expect(queryRun(result, null)).rejects.toMatchObject({
      code: 'ERR_QUERY_FAILED',
      message: expect.stringContaining('no CloudWatch Logs is named beside it'),
    });
  });
});
