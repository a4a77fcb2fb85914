import { describe, expect, it } from 'vitest';
import { countsOf, measure, warningsOf } from './testing/measure.js';
import { serve, serveRaw, unusedUrl } from './testing/servers.js';
import { temporaryFile } from './testing/temporary-file.js';

describe('against a real server', () => {
  it('sends exactly the requests asked for, and nothing beside them', async () => {
    const server = await serve();
    const run = await measure({ url: `${server.url}/x`, requests: 103, trials: 4, connections: 7 });
    expect(server.seen).toHaveLength(103);
    expect(countsOf(run)).toEqual({ offered: 103, sent: 103, ok: 103, failed: 0, dropped: 0, errors: {} });
    expect(server.accepted).toBe(7);
    expect(run.result.cells[0]!.metrics.connectionsOpened!.perTrial).toEqual([7, 0, 0, 0]);
  });

  it('sends method, path, headers and body as told, fields filled in', async () => {
    const server = await serve();
    await measure({
      url: `${server.url}/users/{{int 10 99}}?id={{uuid}}`,
      method: 'POST',
      headers: ['Content-Type: application/json', 'X-Number: {{seq}}', 'Host: other.example'],
      body: '{"n":{{int 1 1000}},"name":"ä"}',
      requests: 40,
      connections: 2,
    });
    for (const { method, url, headers, body } of server.seen) {
      expect(method).toBe('POST');
      expect(url).toMatch(/^\/users\/\d\d\?id=[0-9a-f-]{36}$/);
      expect(headers).toMatchObject({ host: 'other.example', 'content-type': 'application/json' });
      expect(JSON.parse(body)).toEqual({ n: expect.any(Number), name: 'ä' });
    }
    const numbers = server.seen.map(({ headers }) => Number(headers['x-number'])).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('sends the same requests for the same seed', async () => {
    const server = await serve();
    const paths = async (seed: number): Promise<string[]> => {
      server.seen.length = 0;
      await measure({ url: `${server.url}/{{int 1 1000000}}`, requests: 20, connections: 1 }, seed);
      return server.seen.map(({ url }) => url);
    };
    const first = await paths(1);
    expect(await paths(1)).toEqual(first);
    expect(await paths(2)).not.toEqual(first);
  });

  it('sends a file byte for byte', async () => {
    const server = await serve();
    const bodyFile = temporaryFile('body', 'line\r\nline\u00fc');
    await measure({ url: server.url, method: 'PUT', bodyFile, requests: 1 });
    expect(server.seen[0]).toMatchObject({ method: 'PUT', body: 'line\r\nline\u00fc' });
  });

  it('sends the requests of a file in turn, or by weight', async () => {
    const server = await serve();
    const lines = ['{"path":"/a"}', '{"method":"DELETE","path":"/b"}'];
    const inTurn = temporaryFile('targets.ndjson', lines.join('\n'));
    await measure({ url: server.url, targets: inTurn, requests: 4, connections: 1 });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /a',
      'DELETE /b',
      'GET /a',
      'DELETE /b',
    ]);
    server.seen.length = 0;
    const weighted = temporaryFile('targets.ndjson', '{"path":"/a","weight":9}\n{"path":"/b","weight":1}');
    await measure({ url: server.url, targets: weighted, requests: 2000, connections: 4 });
    const rare = server.seen.filter(({ url }) => url === '/b').length;
    // Binomial(2000, 0.1) lies within these 9,999 times in 10,000.
    expect(rare).toBeGreaterThan(148);
    expect(rare).toBeLessThan(255);
  });

  it('runs an open load: every arrival, counted from when it was due', async () => {
    const server = await serve();
    const run = await measure({ url: server.url, rate: 500, requests: 100, trials: 2, connections: 4 });
    expect(countsOf(run)).toMatchObject({ offered: 100, ok: 100 });
    const { responseTimeNs, serviceTimeNs } = run.result.cells[0]!.metrics;
    expect(responseTimeNs!.mean!).toBeGreaterThanOrEqual(serviceTimeNs!.mean!);
  });

  it.each(['spin', 'sleeper'] as const)(
    'paces an open load by %s when told so, in any number of threads',
    async (pacer) => {
      const server = await serve();
      for (const workers of [1, 2]) {
        const input = { url: server.url, rate: 500, requests: 20, trials: 1, connections: 2, workers, pacer };
        const { trials } = await measure(input);
        expect(trials.map(({ health }) => health.pacer)).toEqual([pacer]);
      }
    },
  );

  it('makes a connection per request when told so', async () => {
    const server = await serve();
    const run = await measure({
      url: server.url,
      connectionPolicy: 'per-request',
      headers: ['Connection: close'],
      requests: 30,
      connections: 3,
    });
    expect(countsOf(run).ok).toBe(30);
    // One more was made to see whether the server is there.
    expect(server.accepted).toBe(31);
  });

  it('pipelines', async () => {
    const server = await serve();
    const run = await measure({ url: server.url, pipeline: 5, requests: 60, connections: 2 });
    expect(countsOf(run).ok).toBe(60);
    expect(server.accepted).toBe(2);
  });

  it('shares the load among threads: the same requests, once each', async () => {
    const server = await serve();
    const run = await measure({
      url: `${server.url}/{{seq}}`,
      requests: 90,
      trials: 3,
      connections: 4,
      workers: 2,
    });
    expect(countsOf(run).ok).toBe(90);
    expect(new Set(server.seen.map(({ url }) => url)).size).toBe(90);
    expect(server.accepted).toBe(4);
    expect(run.result.cells[0]!.metrics.generatorThreads!.estimate).toBe(2);
  });

  it('warms up without counting, with requests of its own', async () => {
    const server = await serve();
    const run = await measure({ url: `${server.url}/{{seq}}`, requests: 10, warmup: '50ms', connections: 1 });
    expect(countsOf(run).sent).toBe(10);
    expect(run.trials.map(({ warmup }) => warmup.requests > 0)).toEqual([true, false, false, false, false]);
    expect(new Set(server.seen.map(({ url }) => url)).size).toBe(server.seen.length);
  });
});

describe('expectations', () => {
  it('a status that was not expected is a failure of its class', async () => {
    const server = await serve(({ url }) => ({ status: url === '/404' ? 404 : 204, body: '' }));
    const strict = await measure({ url: `${server.url}/`, requests: 5, expectStatus: '200' });
    expect(countsOf(strict).errors).toEqual({ HTTP_204: 5 });
    const found = await measure({ url: `${server.url}/404`, requests: 5, expectStatus: '404,410' });
    expect(countsOf(found).ok).toBe(5);
    const usual = await measure({ url: `${server.url}/404`, requests: 5 });
    expect(countsOf(usual).errors).toEqual({ HTTP_404: 5 });
  });

  it('a body that was not expected is a WRONG_ANSWER, and is explained', async () => {
    let answers = 0;
    const server = await serve(() => ({ body: answers++ % 3 === 2 ? '{"error":1}' : '{"ok":true}' }));
    const run = await measure({ url: server.url, requests: 30, expectBody: '"ok":', connections: 3 });
    expect(countsOf(run)).toMatchObject({ ok: 20, failed: 10, errors: { WRONG_ANSWER: 10 } });
    expect(run.result.validity.verdict).toBe('invalid');
    expect(warningsOf(run).WRONG_ANSWER).toContain('--expect-body');
  });

  it('a digest, with large bodies that come in pieces, in threads', async () => {
    const { createHash } = await import('node:crypto');
    const body = 'x'.repeat(200_000);
    let answers = 0;
    const server = await serve(() => ({ body: answers++ === 4 ? `${body.slice(1)}y` : body }));
    const expectBody = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const run = await measure({ url: server.url, requests: 20, expectBody, connections: 4, workers: 2 });
    expect(countsOf(run)).toMatchObject({ ok: 19, errors: { WRONG_ANSWER: 1 } });
  });
});

describe('what goes wrong', () => {
  it('nothing listens', async () => {
    await expect(measure({ url: await unusedUrl(), requests: 1 })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      message: expect.stringContaining('CONNECT_REFUSED'),
    });
  });

  it.each([1, 2])('the server answers with garbage, to %d threads', async (workers) => {
    const server = await serveRaw((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const run = await measure({ url: server.url, requests: 6, connections: 2, workers });
    expect(countsOf(run)).toMatchObject({ ok: 0, errors: { PROTOCOL: 6 } });
    expect(run.result.validity.verdict).toBe('invalid');
    expect(warningsOf(run).PROTOCOL).toMatch(/first PROTOCOL: .*does not begin with HTTP/);
  });

  it('the server closes every connection in the middle of an answer', async () => {
    const server = await serveRaw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'),
    );
    const run = await measure({ url: server.url, requests: 6, connections: 2, expectBody: 'half' });
    expect(countsOf(run).errors).toEqual({ CONNECTION_CLOSED: 6 });
  });

  it('the server never answers', async () => {
    const server = await serveRaw(() => {});
    const run = await measure({ url: server.url, requests: 4, connections: 4, trials: 1, timeout: '50ms' });
    expect(countsOf(run).errors).toEqual({ TIMEOUT: 4 });
  });

  it.each([
    ['bodyFile', { bodyFile: '/nowhere/body' }],
    ['targets', { targets: '/nowhere/targets' }],
  ])('%s is not there', async (_what, input) => {
    const server = await serve();
    await expect(measure({ url: server.url, requests: 1, ...input })).rejects.toMatchObject({
      code: 'ERR_NOT_READABLE',
      message: expect.stringContaining('/nowhere/'),
    });
    expect(server.accepted).toBe(0);
  });

  it('a body file has a field that there is not', async () => {
    const server = await serve();
    const bodyFile = temporaryFile('body.txt', 'Dear {{name}}');
    const wrong = measure({ url: server.url, requests: 1, bodyFile });
    await expect(wrong).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/body\.txt {2}there is no field {{name}}.*literal: true/),
    });
    await measure({ url: server.url, requests: 1, bodyFile, literal: true });
    expect(server.seen[0]!.body).toBe('Dear {{name}}');
  });

  it('a targets file is wrong', async () => {
    const server = await serve();
    const targets = temporaryFile('targets.ndjson', '{}\n{"path":1}');
    await expect(measure({ url: server.url, requests: 1, targets })).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/targets\.ndjson:2:\d+ {2}path must be/),
    });
  });
});
