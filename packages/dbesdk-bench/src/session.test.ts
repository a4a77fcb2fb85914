import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { STAGES, stageFigure } from './stages/stage-names.js';
import { startDynamoDb } from './target/dynamodb-server.js';
import { measure } from './testing/measure.js';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function client(endpoint: string): DynamoDBClient {
  const made = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  closers.push(() => made.destroy());
  return made;
}

async function embedded(): Promise<string> {
  const server = await startDynamoDb();
  closers.push(() => server.close());
  return server.endpoints.dynamodb;
}

describe('a run of every test', () => {
  it('measures halves, limits, peaks and stages, and verifies what it measures', async () => {
    const { trials, result } = await measure({
      data_sizes: { small: [2048] },
      concurrency_levels: [2],
      item_formats: ['native'],
      algorithm_suites: ['0x6700'],
    });
    expect(trials).toHaveLength(7);
    const metricsOf = (id: string) => result.cells.find((cell) => cell.id === id)!.metrics;
    const { encryptNs, decryptNs, serviceTimeNs, limitShare } = metricsOf('throughput-2048');
    expect(encryptNs!.mean! + decryptNs!.mean!).toBeCloseTo(serviceTimeNs!.mean!, -3);
    expect(limitShare!.estimate).toBeGreaterThan(0);
    expect(metricsOf('encrypt-2048')).not.toHaveProperty('decryptNs');
    const { peakHeapExternalRatio, peakRssBytes } = metricsOf('memory-2048');
    expect(peakHeapExternalRatio!.estimate).toBeGreaterThan(1);
    expect(peakRssBytes!.estimate).toBeGreaterThanOrEqual(0);
    const stages = metricsOf('stages-2048');
    for (const stage of STAGES)
      expect(stages[stageFigure('encrypt', stage)]?.estimate, stage).toBeGreaterThan(0);
    expect(result.cells.map(({ counts }) => counts.failed)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    for (const cell of result.cells) {
      expect(cell.validity.reasons.map(({ code }) => code)).not.toContain('GENERATOR_SATURATED');
    }
  });

  it('writes an allocation profile of a memory cell, folder included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dbesdk-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    await measure({
      data_sizes: { small: [1024] },
      test_types: ['memory'],
      heap_profile: join(folder, 'deep/er'),
    });
    const profile = JSON.parse(readFileSync(join(folder, 'deep/er/memory-1024.heapprofile'), 'utf8'));
    expect(JSON.stringify(profile.head)).toContain('encryptItem');
  });
});

describe('with a table', () => {
  it('compares encrypted with plain items, and drops the table that it made', async () => {
    const endpoint = await embedded();
    const { result, events } = await measure({
      data_sizes: { small: [1024], large: [500_000] },
      test_types: ['throughput', 'memory'],
      dynamodb: endpoint,
      table_name: 'made-and-dropped',
      trials: 2,
    });
    expect(result.cells.map(({ id, counts }) => [id, counts.failed])).toEqual([
      ['throughput-1024', 0],
      ['throughput-1024-plain', 0],
    ]);
    expect(result.comparisons.map(({ metric, base, head }) => [metric, base.cell, head.cell])).toEqual(
      ['serviceTimeNs', 'putNs', 'getNs', 'requestsPerSec'].map((metric) => [
        metric,
        'throughput-1024-plain',
        'throughput-1024',
      ]),
    );
    expect(result.cells[0]!.metrics.wireBytesOut!.estimate).toBeGreaterThan(1024);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
    expect(warnings.sort()).toEqual(['CANNOT_BE_STORED', 'NOT_WITH_A_TABLE']);
    await expect(
      client(endpoint).send(new DescribeTableCommand({ TableName: 'made-and-dropped' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a table with other keys, naming them', async () => {
    const endpoint = await embedded();
    await client(endpoint).send(
      new CreateTableCommand({
        TableName: 'other-keys',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    const run = measure({ data_sizes: { small: [64] }, dynamodb: endpoint, table_name: 'other-keys' });
    await expect(run).rejects.toMatchObject({
      code: 'ERR_TABLE_KEY_SCHEMA',
      message:
        'table_name: the table other-keys has the keys id (S, HASH), and the items have partition_key (S, HASH), sort_key (N, RANGE)',
    });
  });

  it('names an endpoint that is down', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const run = measure({ data_sizes: { small: [64] }, dynamodb: `http://127.0.0.1:${port}` });
    await expect(run).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      message: expect.stringContaining(`http://127.0.0.1:${port}: CONNECT_REFUSED`),
    });
  });
});
