import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countsOf, measure } from './testing/measure.js';
import { serve } from './testing/servers.js';

const file = (name: string): string => fileURLToPath(new URL(`../testdata/tls/${name}`, import.meta.url));

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authority: string;
  readonly headers: Http2ServerRequest['headers'];
  readonly body: string;
}

/** Node's own HTTP/2 server, plain or over TLS, with what it saw. */
async function serveHttp2(secure = false) {
  const seen: Seen[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const listener = (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, authority, headers } = request;
      seen.push({ method, url, authority, headers, body: Buffer.concat(chunks).toString() });
      response.end('over h2');
    });
  };
  const keys = { cert: readFileSync(file('localhost.crt')), key: readFileSync(file('localhost.key')) };
  const server = secure ? createSecureServer(keys, listener) : createServer(listener);
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(async () => {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = (server as Server).address() as AddressInfo;
  return { url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`, seen, sessions };
}

describe('over HTTP/2', () => {
  it.each([1, 2])('sends what it sends over HTTP/1.1, value for value, from %d threads', async (workers) => {
    const h1 = await serve();
    const h2 = await serveHttp2();
    const input = {
      method: 'POST',
      headers: ['X-Seq: {{seq 5}}', 'X-Two: {{int 0 300}}{{int 8 12}}'],
      body: '{"n":{{int 1 100000}},"u":"{{uuid}}"}',
      requests: 60,
      connections: 2,
      pipeline: 3,
      workers,
    };
    const path = '/a b/{{int 1 20000}}?u={{uuid}}';
    expect(countsOf(await measure({ ...input, url: h1.url + path }, 3)).ok).toBe(60);
    const overH2 = await measure({ ...input, url: h2.url + path, http2: true, ceiling: '100ms' }, 3);
    expect(countsOf(overH2).ok).toBe(60);
    const measured = { protocol: 'http2', connections: 2, pipelining: 3, bodyBytes: 'over h2'.length };
    expect(overH2.result.cells[0]?.ceiling).toMatchObject({ measured });
    const shown = (
      all: readonly { method: string; url: string; headers: object; body: string }[],
    ): string[] =>
      all
        .map(({ method, url, headers, body }) => {
          const { 'x-seq': seq, 'x-two': two, 'content-length': length } = headers as Record<string, string>;
          return [seq, two, length, method, url, body].join(' ');
        })
        .sort();
    expect(shown(h2.seen)).toEqual(shown(h1.seen));
    expect(h2.seen.every(({ body, headers }) => Number(headers['content-length']) === body.length)).toBe(
      true,
    );
    expect(h2.sessions.size).toBe(2);
  });

  it('over TLS by ALPN, Host as the authority, bodies checked', async () => {
    const server = await serveHttp2(true);
    const run = await measure({
      url: `${server.url}/x`,
      http2: true,
      tls: { ca: file('ca.crt') },
      headers: ['Host: other.example'],
      expectBody: 'over h2',
      requests: 20,
      pipeline: 4,
    });
    expect(countsOf(run)).toMatchObject({ ok: 20, errors: {} });
    expect(new Set(server.seen.map(({ authority }) => authority))).toEqual(new Set(['other.example']));
    const wrong = await measure({
      url: server.url,
      http2: true,
      tls: { ca: file('ca.crt') },
      expectBody: 'h3',
      requests: 5,
    });
    expect(countsOf(wrong).errors).toEqual({ WRONG_ANSWER: 5 });
  });

  it('a server that speaks HTTP/1.1 only is not fallen back to', async () => {
    const { url } = await serve();
    await expect(measure({ url, http2: true, requests: 1, timeout: '1s' })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
    });
  });

  it.each(['Connection: close', 'Transfer-Encoding: chunked'])('%s has no place in it', async (header) => {
    const { url } = await serveHttp2();
    await expect(measure({ url, http2: true, requests: 1, headers: [header] })).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/the request {2}request header .*has no place in HTTP\/2/),
    });
  });
});
