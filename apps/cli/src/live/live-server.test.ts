import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { LiveEvent, LiveState } from '@benchwright/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LiveServer } from './live-server.js';

const TOKEN = 'a-token-for-tests';

let server: LiveServer;
let port = 0;

beforeEach(async () => {
  server = new LiveServer(TOKEN);
  port = await server.listen();
});
afterEach(() => server.close(0));

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

async function open(path: string, { method = 'GET', headers = {} }: Asked = {}): Promise<IncomingMessage> {
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  sent.on('error', () => {});
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

interface Told {
  readonly event: string;
  readonly data: unknown;
}

/** The events of a stream, one by one, as the specification has them: fields by line, an empty line ends an event. */
async function* eventsOf(response: IncomingMessage): AsyncGenerator<Told> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const fields = part.split('\n').map((line) => line.split(/: (.*)/s));
      const data = fields.filter(([name]) => name === 'data').map(([, value]) => value);
      const event = fields.find(([name]) => name === 'event')?.[1] ?? 'message';
      if (data.length > 0) yield { event, data: JSON.parse(data.join('\n')) };
    }
  }
}

async function next(stream: AsyncGenerator<Told>): Promise<Told> {
  const { value, done } = await stream.next();
  if (done === true) throw new Error('the stream has ended');
  return value;
}

const trial = (cell: string): LiveEvent => ({ type: 'trial', cell, trial: 0, index: 0, of: 3 });
const warning = (text: string): LiveEvent => ({ type: 'warning', text });

describe('who may look', () => {
  test('whoever knows the token sees the page, which may talk to its server alone', async () => {
    const response = await open(`/${TOKEN}/`);
    expect(response.statusCode).toBe(200);
    const { headers } = response;
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*script-src 'sha256-[\w+/=]+';/);
    expect(headers['content-security-policy']).toContain("connect-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await bodyOf(response)).toContain('data-live="events"');
  });

  test.each(['/', '/x/', `/${TOKEN}x/`, `/${TOKEN.slice(1)}/`, '/events', '/favicon.ico', `//${TOKEN}/`])(
    'not at %s',
    async (path) => {
      const response = await open(path);
      expect(response.statusCode).toBe(403);
      expect(await bodyOf(response)).not.toContain(TOKEN);
    },
  );

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:80', '[::1]'])(
    'not by the name %j, even with the token',
    async (host) => {
      expect((await open(`/${TOKEN}/`, { headers: { host } })).statusCode).toBe(403);
      expect((await open(`/${TOKEN}/events`, { headers: { host } })).statusCode).toBe(403);
    },
  );

  test('by localhost', async () => {
    const headers = { host: `localhost:${port}` };
    expect((await open(`/${TOKEN}/`, { headers })).statusCode).toBe(200);
  });

  test('nothing else is there, and nothing can be sent', async () => {
    expect((await open(`/${TOKEN}/other`)).statusCode).toBe(404);
    expect((await open(`/${TOKEN}`)).statusCode).toBe(404);
    expect((await open(`/${TOKEN}/`, { method: 'POST' })).statusCode).toBe(405);
    expect((await open(`/${TOKEN}/events`, { method: 'OPTIONS' })).statusCode).toBe(405);
  });
});

describe('the events', () => {
  test('begin with the state and go on one by one', async () => {
    server.apply(trial('one'));
    const response = await open(`/${TOKEN}/events`);
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const stream = eventsOf(response);
    const first = await next(stream);
    expect(first.event).toBe('state');
    expect((first.data as LiveState).trial?.cell).toBe('one');
    const hostile = warning('a\nb\r\n\ndata: c\u2028</script>');
    server.apply(hostile);
    server.apply(trial('two'));
    expect(await next(stream)).toEqual({ event: 'message', data: hostile });
    expect(await next(stream)).toEqual({ event: 'message', data: trial('two') });
  });

  test('whoever comes again finds what was missed', async () => {
    const first = await open(`/${TOKEN}/events`);
    first.destroy();
    server.apply(warning('meanwhile'));
    const stream = eventsOf(await open(`/${TOKEN}/events`));
    expect(((await next(stream)).data as LiveState).warnings).toEqual(['meanwhile']);
  });

  test('reach many at once, but not without end', async () => {
    const streams = await Promise.all(
      Array.from({ length: 64 }, async () => eventsOf(await open(`/${TOKEN}/events`))),
    );
    for (const stream of streams) await next(stream);
    expect((await open(`/${TOKEN}/events`)).statusCode).toBe(503);
    server.apply(trial('all'));
    for (const stream of streams) expect((await next(stream)).data).toEqual(trial('all'));
  });

  test('whoever does not read is sent away, and the others go on', async () => {
    const idle = connect(port, '127.0.0.1');
    idle.pause();
    idle.on('error', () => {});
    idle.write(`GET /${TOKEN}/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const stream = eventsOf(await open(`/${TOKEN}/events`));
    await next(stream);
    // More than a socket and the server's buffer together take.
    const long = warning('x'.repeat(200_000));
    for (let i = 0; i < 100; i++) {
      server.apply(long);
      expect((await next(stream)).data).toEqual(long);
    }
    const closed = once(idle, 'close');
    let received = 0;
    idle.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    idle.resume();
    await closed;
    expect(received).toBeLessThan(100 * 200_000);
  });
});

describe('the end', () => {
  test('pages are told of the report, fetch it, and the server stops at once', async () => {
    const stream = eventsOf(await open(`/${TOKEN}/events`));
    await next(stream);
    server.finish('<!doctype html><title>the report</title>');
    expect((await next(stream)).event).toBe('report');
    expect((await stream.next()).done).toBe(true);
    // Far longer than a test may take: only the fetched report can end it.
    const closed = server.close(3_600_000);
    const response = await open(`/${TOKEN}/`);
    expect(await bodyOf(response)).toContain('the report');
    expect(response.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    await closed;
    await expect(open(`/${TOKEN}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('whoever comes after it is told as well', async () => {
    server.finish('<p>the report</p>');
    const told: string[] = [];
    for await (const { event } of eventsOf(await open(`/${TOKEN}/events`))) told.push(event);
    expect(told).toEqual(['state', 'report']);
  });

  test('a listener that never fetches the report is not waited for longer than said', async () => {
    const stream = eventsOf(await open(`/${TOKEN}/events`));
    await next(stream);
    server.finish('<p>the report</p>');
    await server.close(1);
    await expect(open(`/${TOKEN}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('without a report streams just end', async () => {
    const stream = eventsOf(await open(`/${TOKEN}/events`));
    await next(stream);
    await server.close();
    await expect(stream.next().catch(() => ({ done: true }))).resolves.toMatchObject({ done: true });
  });
});
