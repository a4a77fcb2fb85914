import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { computeLocally, startLambdaTarget } from '@benchwright/s3-ingest';
import { afterAll, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

// `s3 run --execute-queries` where functions and their logs are behind the APIs of AWS: a local Lambda, and a CloudWatch Logs over what it logged.
// What the text of a query means is proved in @benchwright/s3-ingest; here each is answered from the same lines by the run ids and the groups it names.

const folder = temporaryFolders();
const FUNCTIONS = ['ingest-events-m1769-b1-rc0', 'ingest-events-m1769-b10-rc0'];
const DESIGN = { memoryMb: 1769, batchEvents: [1, 10], reservedConcurrency: 0 };

interface Query {
  readonly text: string;
  readonly groups: readonly string[];
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** CloudWatch Logs over a folder of logs. While it denies, it answers as to a role without logs:StartQuery. */
async function startLogs(logFolder: string, asked: Query[], isDenied: () => boolean): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value));
    if (isDenied()) return answer(400, { __type: 'AccessDeniedException', message: 'not allowed' });
    if (String(request.headers['x-amz-target']).endsWith('.StartQuery')) {
      asked.push({ text: String(body.queryString), groups: body.logGroupNames as string[] });
      return answer(200, { queryId: String(asked.length - 1) });
    }
    const results = rowsOf(asked[Number(body.queryId)]!, logFolder).map((row) =>
      Object.entries(row).map(([field, value]) => ({ field, value: String(value) })),
    );
    return answer(200, { status: 'Complete', results, statistics: {} });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function rowsOf({ text: query, groups }: Query, logFolder: string): Record<string, string | number>[] {
  const lines = groups.flatMap((group) => {
    const file = join(logFolder, `${group.replace('/aws/lambda/', '')}.ndjson`);
    const events = readFileSync(file, 'utf8').trim().split('\n');
    return events.map((event) => String(JSON.parse(event).message));
  });
  const figures = computeLocally(lines, query.match(/run_\d+_\w+/g) ?? []);
  if (query.includes('error_code')) return figures.errors.map((row) => ({ failures: row.failures }));
  if (query.includes('cold_starts')) {
    return figures.coldStarts.map(({ functionName, runId, coldStarts }) => ({
      ...{ function_name: functionName, run_id: runId, cold_starts: coldStarts },
    }));
  }
  return figures.runs.map(({ functionName, runId, p95Ms, objects, bytesSum, windowMs }) => ({
    ...{ function_name: functionName, run_id: runId, p95_ms: p95Ms, objects, bytes_sum: bytesSum },
    ...{ first_start_ms: 0, last_end_ms: windowMs },
  }));
}

test('a run keeps what it measured when its logs are denied, and asks them when it goes on', async () => {
  const [root, logs] = [folder(), folder()];
  const asked: Query[] = [];
  let isDenied = true;
  const logsEndpoint = await startLogs(logs, asked, () => isDenied);
  const lambda = await startLambdaTarget({ workloads: ['events'], design: DESIGN, logs });
  try {
    const runs = join(root, 'runs');
    const run = (...flags: string[]) => {
      const common = ['--execute-queries', '--progress', 'none', '-o', join(root, 'results.csv')];
      return runCli(['s3', 'run', ...common, ...flags], { registry });
    };
    const denied = await run(
      ...['--functions', 'aws', '--set', `lambdaEndpoint=${lambda.endpoints.lambda}`],
      ...['--set', `logsEndpoint=${logsEndpoint}`, '--workload', 'events', '--memory', '1769'],
      ...['--batch-events', '1,10', '--reserved-concurrency', '0', '--invocations', '10', '--trials', '1'],
      ...['--concurrency', '2', '--no-ceiling', '--results-dir', runs],
    );
    expect(denied.code).toBe(3);
    expect(denied.stderr).toContain('CloudWatch Logs refused the query: AccessDeniedException');
    expect(denied.stderr).toContain('Allow logs:StartQuery');
    expect(denied.stdout).toContain('events: p50, p95: ms from due to answer');
    const rows = readFileSync(join(root, 'results.csv'), 'utf8').trim().split('\n').slice(1);
    const runIds = rows.map((row) => /run_\d+_\w+/.exec(row)?.[0]);
    expect(rows).toHaveLength(2);

    isDenied = false;
    const [id = ''] = readdirSync(join(runs, 's3-ingest'));
    const queried = await run('--resume', join(runs, 's3-ingest', id));
    // A machine that others use may spoil a few milliseconds, and then says so.
    expect([0, 4], queried.stderr).toContain(queried.code);
    const table = queried.stdout.slice(queried.stdout.indexOf('Logs Insights queries'));
    for (const [name, megabytes] of [
      [FUNCTIONS[0], '0.0102'],
      [FUNCTIONS[1], '0.102'],
    ]) {
      // Environments started in the warm-up, and none failed.
      expect(table).toMatch(
        new RegExp(`^  ${name} +[a-z0-9]{6} +[\\d.]+ +[\\d.]+ +${megabytes} +0 +0$`, 'm'),
      );
    }
    expect(table).not.toContain('ask again later');
    expect(asked).toHaveLength(3);
    for (const { text: query, groups } of asked) {
      expect([...groups].sort()).toEqual(FUNCTIONS.map((name) => `/aws/lambda/${name}`));
      expect(query.match(/run_\d+_\w+/g)?.sort()).toEqual([...runIds].sort());
    }
  } finally {
    await lambda.close();
  }
});
