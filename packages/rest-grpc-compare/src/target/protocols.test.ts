import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askOverHttp2 } from '../check/ask.js';
import { PROTOCOLS, type ProtocolId } from '../protocols.js';
import { startUsersServers, type UsersServers } from './users-target.js';

let servers: UsersServers<ProtocolId>;

beforeAll(async () => {
  servers = await startUsersServers({
    restPort: 0,
    grpcPort: 0,
    graphqlPort: 0,
    restH2Port: 0,
    grpcWebPort: 0,
    only: PROTOCOLS,
  });
});
afterAll(() => servers.close());

const georgina = {
  username: 'georginafernandez1',
  email: 'georginafernandez1@example.com',
  firstName: 'Georgina',
  lastName: 'Fernandez',
  createdAt: '2021-07-25T05:16:58.723Z',
};

async function ask(query: string, variables: object = {}): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${servers.endpoints.graphql}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, answer: await response.json() };
}

describe('GraphQL', () => {
  test('serves the fields that are asked for, and defaults as the API has them', async () => {
    const user = await ask('{ user(id: 1) { id username email firstName lastName createdAt isActive } }');
    expect(user).toEqual({
      status: 200,
      answer: { data: { user: { id: '1', ...georgina, isActive: false } } },
    });
    const page = await ask('{ listUsers { users { id } totalElements totalPages currentPage } }');
    expect(page.answer).toMatchObject({ data: { listUsers: { currentPage: 0, totalPages: 500 } } });
    expect((page.answer as { data: { listUsers: { users: object[] } } }).data.listUsers.users).toHaveLength(
      20,
    );
  });

  test('a user that is not there is null; a request that cannot be is an error with a code', async () => {
    expect((await ask('{ user(id: 99999) { id } userOrders(userId: 99999) { id } }')).answer).toEqual({
      data: { user: null, userOrders: null },
    });
    const wrong = await ask('{ user(id: "x") { id } }');
    expect(wrong.answer).toMatchObject({ errors: [{ extensions: { code: 'INVALID_ARGUMENT' } }] });
  });

  test('compiles a query that comes again, with the same answers for other variables', async () => {
    const query = 'query Name($id: ID!) { user(id: $id) { username } }';
    const names = new Set<string>();
    for (let id = 1; id <= 20; id++) names.add(JSON.stringify((await ask(query, { id: String(id) })).answer));
    expect(names.size).toBe(20);
  });
});

test('REST over HTTP/2 is the same application', async () => {
  const { signal } = new AbortController();
  const get = (path: string) =>
    askOverHttp2(servers.endpoints['rest-h2'], { method: 'GET', path, headers: [], body: null }, signal);
  const paths = [
    '/api/users/1',
    '/api/users/1/orders',
    '/api/users?page=3',
    '/api/users/search?query=a',
    '/nothing',
  ];
  for (const path of paths) {
    const over1 = await fetch(`${servers.endpoints.rest}${path}`);
    const over2 = await get(path);
    expect(over2.status, path).toBe(over1.status);
    expect(over2.body.toString(), path).toBe(await over1.text());
  }
});

// buf's own client is written in Go and knows nothing of this repository's framing.
describe('gRPC-Web serves an independent client', () => {
  const root = join(
    dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')),
    'bin',
    'buf',
  );
  const schema = fileURLToPath(new URL('../../../../proto', import.meta.url));

  async function buf(method: string, request: object): Promise<{ stdout: string; failed: string }> {
    const url = `${servers.endpoints['grpc-web']}/api.performance.UserService/${method}`;
    const args = ['curl', '--protocol', 'grpcweb', '--schema', schema, '-d', JSON.stringify(request), url];
    return promisify(execFile)(process.execPath, [root, ...args]).then(
      ({ stdout }) => ({ stdout, failed: '' }),
      (error: { stderr: string }) => ({ stdout: '', failed: error.stderr }),
    );
  }

  test('with an answer', async () => {
    const { stdout } = await buf('GetUser', { userId: 1 });
    expect(JSON.parse(stdout)).toEqual({ user: { id: '1', ...georgina } });
  });

  test('with what is created', async () => {
    const sent = { username: 'a', email: 'a@b', firstName: 'A', lastName: 'B' };
    const { stdout } = await buf('BulkCreateUsers', { users: [sent, sent] });
    expect((JSON.parse(stdout) as { users: object[] }).users).toMatchObject([sent, sent]);
  });

  test('with a status and what was said about it', async () => {
    const { failed } = await buf('GetUser', { userId: 99_999 });
    expect(JSON.parse(failed)).toMatchObject({ code: 'not_found', message: 'there is no user 99999' });
  });
});

test('a gRPC-Web request that is no message is a status, not a failure of HTTP', async () => {
  for (const body of ['', 'xx', '\u0000\u0000\u0000\u0000\u0001\u00ff']) {
    const response = await fetch(`${servers.endpoints['grpc-web']}/api.performance.UserService/GetUser`, {
      method: 'POST',
      headers: { 'content-type': 'application/grpc-web+proto' },
      body,
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/grpc-status: 13/);
  }
});
