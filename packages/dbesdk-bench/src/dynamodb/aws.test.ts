import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DbesdkConfigInput } from '../config.js';
import { dynamoDbTargetOf, endpointOverride } from '../dynamodb-target.js';
import { dbesdkSuite } from '../suite.js';
import { startDynamoDb } from '../target/dynamodb-server.js';
import { measure } from '../testing/measure.js';

const closers: (() => Promise<void> | void)[] = [];
beforeEach(() => {
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    vi.stubEnv(name, undefined);
  // Nothing of who runs the test, and no question to the network for credentials of a machine in the cloud.
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0).reverse()) await close();
});

/** Stands for AWS: passes everything on to dynalite, and notes who signed it for where. */
async function standIn(): Promise<{ url: string; signedBy: Set<string>; operations: Set<string> }> {
  const behind = await startDynamoDb();
  closers.push(() => behind.close());
  const [signedBy, operations] = [new Set<string>(), new Set<string>()];
  const server = createServer((incoming: IncomingMessage, answer) => {
    const { authorization = 'nobody', 'x-amz-target': operation } = incoming.headers;
    signedBy.add(/Credential=([^,]*)/.exec(authorization)?.[1]?.replace(/\/\d{8}\//, '/') ?? authorization);
    operations.add(String(operation).split('.')[1] ?? '');
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', behind.endpoints.dynamodb), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, signedBy, operations };
}

const brief: DbesdkConfigInput = {
  data_sizes: { small: [512] },
  test_types: ['throughput'],
  dynamodb: 'aws',
};

describe('--dynamodb aws', () => {
  it('signs with the credentials of the environment for the region, makes and drops the table', async () => {
    const aws = await standIn();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', aws.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const { result } = await measure({ ...brief, aws_region: 'eu-central-1' });
    expect(result.cells.map(({ id, counts }) => [id, counts.ok > 0, counts.failed])).toEqual([
      ['throughput-512', true, 0],
      ['throughput-512-plain', true, 0],
    ]);
    expect([...aws.signedBy]).toEqual(['AKIATEST/eu-central-1/dynamodb/aws4_request']);
    expect([...aws.operations].sort()).toEqual([
      'CreateTable',
      'DeleteTable',
      'DescribeTable',
      'GetItem',
      'PutItem',
    ]);
    expect(result.cells[0]!.metrics.wireBytesOut!.estimate).toBeGreaterThan(512);
    expect(JSON.stringify(result)).not.toContain('AKIATEST');
  });

  it('without credentials says so, and sends nothing', async () => {
    const aws = await standIn();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', aws.url);
    await expect(measure(brief)).rejects.toMatchObject({
      code: 'ERR_CREDENTIALS',
      message: expect.stringContaining('there are no credentials for AWS'),
    });
    expect(aws.operations.size).toBe(0);
  });

  it('is remote unless a variable of the SDK says where it is', () => {
    const config = { ...dbesdkSuite.config.schema.parse({ dynamodb: 'aws' }) };
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', undefined);
    expect(dbesdkSuite.targets?.(config)).toEqual(['https://dynamodb.us-east-1.amazonaws.com']);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:8000');
    expect(dbesdkSuite.targets?.(config)).toEqual(['http://127.0.0.1:8000']);
    expect(dynamoDbTargetOf(config, process.env)).toMatchObject({ override: 'http://127.0.0.1:8000' });
  });

  it('takes the variables as the SDK does', () => {
    const general = { AWS_ENDPOINT_URL: 'http://a' };
    const specific = { ...general, AWS_ENDPOINT_URL_DYNAMODB: 'http://b' };
    expect(endpointOverride({})).toBeNull();
    expect(endpointOverride(general)).toBe('http://a');
    expect(endpointOverride(specific)).toBe('http://b');
    expect(endpointOverride({ ...specific, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBeNull();
  });
});
