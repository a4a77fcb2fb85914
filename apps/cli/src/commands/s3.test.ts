import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createS3Server } from '@benchwright/s3-server';
import { describe, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const folder = temporaryFolders();
const s3 = (...argv: string[]): Promise<CliRun> => runCli(['s3', ...argv], { registry });

const HEADER =
  'workload,memory_mb,batch_or_multipart,reserved_concurrency,run_id,p95_ms,throughput_obj_per_s,bytes_sum';

describe('s3 run', () => {
  test('measures, prints tables, writes the original’s file, and s3 summarize reads both', async () => {
    const root = folder();
    const output = join(root, 'deep/er/results.csv');
    const { code, stdout, stderr } = await s3(
      ...[
        'run',
        '--workload',
        'events',
        '--memory',
        '1769',
        '--batch-events',
        '1,10',
        '--reserved-concurrency',
        '0',
      ],
      ...['--invocations', '10', '--trials', '2', '--concurrency', '2', '--no-ceiling', '--execute-queries'],
      ...['--progress', 'none', '--results-dir', join(root, 'runs'), '-o', output],
    );
    // A machine that others use may spoil a few milliseconds, and then says so.
    expect([0, 4], stderr).toContain(code);
    expect(stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}Ingestion into S3 through Lambda\n/);
    expect(stdout).toContain('What changes the p95 latency');
    expect(stdout).toMatch(/ingest-events-m1769-b10-rc0 +[a-z0-9]{6} /);
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    const csv = readFileSync(output, 'utf8').trim().split('\n');
    expect(csv[0]).toBe(HEADER);
    expect(csv).toHaveLength(5);
    expect(csv[1]).toMatch(/^events,1769,1,0,run_\d{13}_[a-z0-9]{6},[\d.]+,[\d.]+,10240$/);

    const files = ['summary.txt', 'pivot.csv', 'p95.csv'].map((name) => join(root, name));
    const flags = ['--output-summary', '--output-pivot', '--output-p95'].flatMap((flag, i) => [
      flag,
      files[i]!,
    ]);
    expect((await s3('summarize', output, ...flags)).code).toBe(0);
    expect(readFileSync(files[1]!, 'utf8')).toMatch(/^workload,memory_mb,1,10\nevents,1769,[\d.]+,[\d.]+\n$/);
    const run = /records and result: (.*)/.exec(stderr)?.[1] ?? /(\S+runs\S*)/.exec(stderr)?.[1];
    if (run !== undefined && existsSync(run)) {
      const summary = await s3('summarize', run);
      expect(summary.stdout).toMatch(/invocations +40\n/);
      expect(summary.stdout).toContain('all invocations');
    }
  });

  test('names a bucket that is not there, one that is denied, and an endpoint that is down', async () => {
    const server = await createS3Server();
    try {
      const run = (url: string, env: Record<string, string>) =>
        runCli(['s3', 'run', '--s3', url, '--progress', 'none', '--results-dir', folder()], {
          registry,
          env: { AWS_REGION: 'us-east-1', ...env },
        });
      const { accessKeyId, secretAccessKey } = server.credentials;
      process.env.AWS_ACCESS_KEY_ID = accessKeyId;
      process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
      const missing = await run(server.endpoint, {});
      expect(missing.stderr).toContain('the bucket benchwright-ingest does not exist');
      expect(missing.code).toBe(2);
      process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
      const denied = await run(server.endpoint, {});
      expect(denied.stderr).toContain('is denied');
      expect(denied.code).toBe(2);
      const down = await run('http://127.0.0.1:1', {});
      expect(down.stderr).toContain('cannot reach http://127.0.0.1:1');
      expect(down.code).toBe(3);
    } finally {
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
      await server.close();
    }
  });

  test('does not aim at AWS by accident', async () => {
    const { code, stderr } = await s3('run', '--functions', 'aws');
    expect(code).toBe(2);
    expect(stderr).toContain('--allow-remote');
  });

  test('says what is wrong with a level', async () => {
    const { code, stderr } = await s3('run', '--memory', '512,lots', '--dry-run');
    expect(code).toBe(2);
    expect(stderr).toContain('--memory');
    expect(stderr).toContain('must be whole numbers from 128 to 10240');
  });

  test('shows the 3×3×3 of a prefix without measuring', async () => {
    const { code, stdout } = await s3('run', '--function-prefix', 'ingest-batch-', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).plan.cells).toHaveLength(27);
  });
});

describe('s3 summarize', () => {
  test('names every bad row of a file by its line', async () => {
    const file = join(folder(), 'results.csv');
    writeFileSync(file, `${HEADER}\nevents,512,1,0,r,fast,1,1\nlogs,512,1,0,r,1,1,1\n`);
    const { code, stderr } = await s3('summarize', file);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:2: p95_ms must be a number`);
    expect(stderr).toContain(`${file}:3: workload must be events or batch`);
  });

  test('names a file that is not there', async () => {
    const { code, stderr } = await s3('summarize', 'nowhere.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read the results nowhere.csv');
  });
});

describe('s3 invoke', () => {
  test('says everything that is wrong with the settings, and with an event', async () => {
    const settings = await runCli(['s3', 'invoke'], { registry, env: { EVENT_BYTES: '1' } });
    expect(settings.code).toBe(2);
    for (const name of ['OUTPUT_BUCKET', 'WORKLOAD', 'EVENT_BYTES']) expect(settings.stderr).toContain(name);
    expect(JSON.parse(settings.stdout)).toMatchObject({ ok: false, error_code: 'ERR_LAMBDA_SETTINGS' });
    const event = await s3('invoke', '--event', '{run_id}');
    expect(event.code).toBe(2);
    expect(event.stderr).toContain('--event is not JSON');
  });

  test('puts one object and prints its log line', async () => {
    const server = await createS3Server({ buckets: ['out-put'] });
    try {
      const { code, stdout } = await runCli(['s3', 'invoke', '--event', '{"run_id":"mine"}'], {
        registry,
        env: {
          OUTPUT_BUCKET: 'out-put',
          WORKLOAD: 'events',
          S3_ENDPOINT: server.endpoint,
          AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
        },
      });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        run_id: 'mine',
        ok: true,
        object_bytes: 1024,
        cold_start: true,
      });
    } finally {
      await server.close();
    }
  });
});

test('s3 queries prints queries that name the run', async () => {
  const { code, stdout } = await s3('queries', '--run-id', 'run_1_abcdef');
  expect(code).toBe(0);
  expect(stdout.match(/run_1_abcdef/g)).toHaveLength(3);
  expect(stdout).toContain('pct(latency_ms, 95)');
});
