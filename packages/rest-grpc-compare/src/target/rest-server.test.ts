import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUsersData } from '../data/users-data.js';
import { createUsersStore } from '../data/users-store.js';
import { createRestServer } from './rest-server.js';

const app = createRestServer(createUsersStore(createUsersData()));
let base: string;

beforeAll(async () => {
  base = await app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(() => app.close());

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

async function ask(path: string, body?: string, contentType = 'application/json'): Promise<Answer> {
  const post = { method: 'POST', headers: { 'content-type': contentType }, body: body ?? '' } as const;
  const answer = await request(`${base}${path}`, body === undefined ? {} : post);
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

async function expectRefusal(answer: Answer, status: number, message: string): Promise<void> {
  expect(JSON.parse(answer.text)).toEqual({
    error: status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT',
    message,
  });
  expect(answer.status).toBe(status);
}

test('a user looks exactly as the contract has it', async () => {
  const { status, text } = await ask('/api/users/1');
  expect(status).toBe(200);
  expect(text).toBe(
    '{"id":1,"username":"georginafernandez1","email":"georginafernandez1@example.com","firstName":"Georgina",' +
      '"lastName":"Fernandez","createdAt":"2021-07-25T05:16:58.723Z","isActive":false}',
  );
});

test('answers keep the connection, for minutes', async () => {
  const { headers } = await ask('/api/users/1');
  expect(headers.connection).toBe('keep-alive');
  expect(headers['keep-alive']).toBe('timeout=600');
});

test('/health answers UP', async () => {
  expect(await ask('/health')).toMatchObject({ status: 200, text: '{"status":"UP"}' });
});

test.each(['abc', '1.5', '1e3', '+1', '0x1', '9007199254740993', '12345678901234567890', '%20'])(
  'the id %j is refused',
  async (id) => {
    await expectRefusal(await ask(`/api/users/${id}`), 400, 'user id must be a positive integer');
    await expectRefusal(await ask(`/api/users/${id}/orders`), 400, 'user id must be a positive integer');
  },
);

test.each([
  ['/api/users?page=x', 'page and size must be integers'],
  ['/api/users?size=1.5', 'page and size must be integers'],
  ['/api/users?page=1&page=2', 'page and size must be integers'],
  ['/api/users/search?query=a&limit=ten', 'limit must be an integer'],
  ['/api/users/search', 'query must not be empty'],
  ['/api/users/search?query=a&query=b', 'query must be given once'],
  [`/api/users/search?query=${'x'.repeat(256)}`, 'query must have at most 255 characters'],
  ['/api/users/%zz', "'/api/users/%zz' is not a valid url component"],
])('%s is refused', async (path, message) => {
  await expectRefusal(await ask(path), 400, message);
});

test.each([
  ['', "Body cannot be empty when content-type is set to 'application/json'"],
  ['{"username":', "Body is not valid JSON but content-type is set to 'application/json'"],
  ['{}', "body must have required property 'username'"],
  ['[]', 'body must be object'],
  ['{"username":5,"email":"e","firstName":"f","lastName":"l"}', 'body/username must be string'],
  ['{"username":"u","email":"e","firstName":" ","lastName":"l"}', 'firstName must not be empty'],
])('the new user %j is refused', async (body, message) => {
  await expectRefusal(await ask('/api/users', body), 400, message);
});

test.each([
  ['{}', 'body must be array'],
  ['[5]', 'body/0 must be object'],
  ['[{"username":"u","email":"","firstName":"f","lastName":"l"}]', 'users[0]: email must not be empty'],
])('the bulk %j is refused', async (body, message) => {
  await expectRefusal(await ask('/api/users/bulk', body), 400, message);
});

test('a body that is too long or no JSON at all is refused by its own status', async () => {
  expect(await ask('/api/users', `"${'x'.repeat(4 * 1024 * 1024)}"`)).toMatchObject({ status: 413 });
  expect(await ask('/api/users', 'username=u', 'application/x-www-form-urlencoded')).toMatchObject({
    status: 415,
  });
});

test('routes that do not exist are named', async () => {
  await expectRefusal(await ask('/api/orders/1'), 404, 'there is no route GET /api/orders/1');
  await expectRefusal(await ask('/api/users/1', '{}'), 404, 'there is no route POST /api/users/1');
});
