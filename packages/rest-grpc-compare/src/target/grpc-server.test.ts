import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { credentials, makeGenericClientConstructor, type ServiceError, status } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserServiceClient } from '../../generated/user_service.js';
import { startUsersServers, type UsersServers } from './users-target.js';

let servers: UsersServers<'grpc'>;
let client: UserServiceClient;

beforeAll(async () => {
  servers = await startUsersServers({ grpcPort: 0, only: 'grpc' });
  client = new UserServiceClient(servers.endpoints.grpc, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await servers.close();
});

describe('health', () => {
  const HealthClient = makeGenericClientConstructor(healthService, 'grpc.health.v1.Health');

  function check(name: string): Promise<unknown> {
    const health = new HealthClient(servers.endpoints.grpc, credentials.createInsecure());
    return new Promise((resolve, reject) => {
      const call = health.check as (
        request: object,
        answer: (error: unknown, response: unknown) => void,
      ) => unknown;
      call.call(health, { service: name }, (error, response) => (error ? reject(error) : resolve(response)));
    }).finally(() => health.close());
  }

  test.each(['', 'api.performance.UserService'])('service %j is serving', async (name) => {
    expect(await check(name)).toEqual({ status: 'SERVING' });
  });

  test('any other service is not known', async () => {
    await expect(check('api.performance.Other')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });
});

// buf's own client is written in Go and takes every message type it uses from the server's reflection, so these calls
// would fail on a descriptor that only this repository's tools can read.
describe.each(['grpc-v1', 'grpc-v1alpha'])('reflection %s serves an independent client', (protocol) => {
  const buf = join(
    dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')),
    'bin',
    'buf',
  );

  async function bufCurl(...args: string[]): Promise<string> {
    const connection = [
      'curl',
      '--protocol',
      'grpc',
      '--http2-prior-knowledge',
      '--reflect-protocol',
      protocol,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [buf, ...connection, ...args]);
    return stdout.trim();
  }

  test('that lists the services', async () => {
    const services = await bufCurl('--list-services', `http://${servers.endpoints.grpc}`);
    expect(services.split('\n').sort()).toEqual(['api.performance.UserService', 'grpc.health.v1.Health']);
  });

  test('that calls UserService', async () => {
    const url = `http://${servers.endpoints.grpc}/api.performance.UserService/GetUser`;
    expect(JSON.parse(await bufCurl('-d', '{"userId": 1}', url))).toEqual({
      user: {
        id: '1',
        username: 'georginafernandez1',
        email: 'georginafernandez1@example.com',
        firstName: 'Georgina',
        lastName: 'Fernandez',
        createdAt: '2021-07-25T05:16:58.723Z',
      },
    });
  });

  test('that calls the health service', async () => {
    const url = `http://${servers.endpoints.grpc}/grpc.health.v1.Health/List`;
    expect(JSON.parse(await bufCurl('-d', '{}', url))).toMatchObject({
      statuses: { '': { status: 'SERVING' } },
    });
  });
});

function call(userId: number): Promise<number> {
  return new Promise((resolve, reject) => {
    client.getUser({ userId }, (error: ServiceError | null, response) =>
      error === null ? resolve(response.user?.id ?? 0) : reject(error),
    );
  });
}

test('hundreds of calls at once on one connection are all answered, each with its own user', async () => {
  const ids = Array.from({ length: 400 }, (_, index) => index + 1);
  expect(await Promise.all(ids.map(call))).toEqual(ids);
});

test('a request above 4 MB is refused as too large', async () => {
  const user = { username: 'x'.repeat(5_000_000), email: 'e', firstName: 'f', lastName: 'l' };
  const error = await new Promise((resolve) => client.createUser(user, (reason) => resolve(reason)));
  expect(error).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
});
