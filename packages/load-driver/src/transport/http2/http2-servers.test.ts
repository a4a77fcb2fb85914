import { describe, expect, it } from 'vitest';
import { nginxInstalled } from '../test-support/nginx.js';
import { ca } from '../test-support/tls-files.js';
import { fixedHttp2Request, http2RequestTable, prepareHttp2Request } from './http2-request.js';
import { openHarness } from './test-support/harness.js';
import {
  LARGE_BYTES,
  nghttpdInstalled,
  SMALL,
  startHttp2Nginx,
  startNghttpd,
} from './test-support/servers.js';

const get = (path: string, scheme: 'http' | 'https' = 'http') =>
  prepareHttp2Request({ path, scheme, authority: 'localhost' });
const upload = (size: number) =>
  prepareHttp2Request({
    method: 'POST',
    path: '/echo',
    authority: 'localhost',
    body: Buffer.alloc(size, 'y'),
  });

describe.skipIf(!nginxInstalled)('against nginx (apt-get install nginx-light)', () => {
  it('files, statuses, and connections that it closes after five requests', async () => {
    const { port } = await startHttp2Nginx();
    const { transport, sink, sendInLoop, results } = await openHarness({
      port,
      streamsPerConnection: 1,
      requests: http2RequestTable([get('/small'), get('/empty'), get('/gone'), get('/large'), get('/none')]),
    });
    await sendInLoop(50);
    expect(results().slice(0, 5)).toEqual(['ok', 'ok', 'HTTP_410', 'ok', 'HTTP_404']);
    expect(sink.completions.slice(0, 4).map(({ bodyBytes }) => bodyBytes)).toEqual([
      SMALL.length,
      0,
      4,
      LARGE_BYTES,
    ]);
    expect(results().filter((result) => result === 'ok')).toHaveLength(30);
    expect(transport.counters.goaways).toBeGreaterThanOrEqual(8);
  });

  it('more streams than it allows', async () => {
    const { port } = await startHttp2Nginx();
    const { sendInLoop, results } = await openHarness({
      port,
      streamsPerConnection: 10,
      requests: fixedHttp2Request(get('/small')),
    });
    await sendInLoop(200);
    // It refuses what it gets behind the request after which it closes; nothing is lost in another way.
    expect(results().every((result) => /^(ok|GOAWAY_UNPROCESSED|REFUSED_STREAM)$/.test(result))).toBe(true);
    expect(results().filter((result) => result === 'ok').length).toBeGreaterThan(100);
  });

  it('TLS, with a window smaller than the file', async () => {
    const { tlsPort } = await startHttp2Nginx();
    const { sink, sendInLoop, results } = await openHarness({
      port: tlsPort,
      host: 'localhost',
      tls: { ca },
      streamsPerConnection: 2,
      streamWindowBytes: 100_000,
      connectionWindowBytes: 150_000,
      requests: fixedHttp2Request(get('/large', 'https')),
    });
    await sendInLoop(4);
    expect(results()).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(sink.completions.every(({ bodyBytes }) => bodyBytes === LARGE_BYTES)).toBe(true);
  });
});

describe.skipIf(!nghttpdInstalled)('against nghttpd (apt-get install nghttp2-server)', () => {
  it('thousands of requests', async () => {
    const { port } = await startNghttpd([]);
    const { sink, sendInLoop, results } = await openHarness({
      port,
      connections: 2,
      streamsPerConnection: 50,
      requests: http2RequestTable([get('/small'), get('/none')]),
    });
    await sendInLoop(4000);
    expect(results().filter((result) => result === 'ok')).toHaveLength(2000);
    expect(results().filter((result) => result === 'HTTP_404')).toHaveLength(2000);
    expect(sink.connections).toHaveLength(2);
  });

  it.each([
    ['padding', ['--padding=200']],
    ['trailers', ['--trailer', 'x-sum: 1']],
    ['a window of 1 KB', ['--window-bits=10']],
    ['few streams', ['--max-concurrent-streams=2']],
    ['no header table', ['--header-table-size=0']],
    ['a header table of its own size', ['--encoder-header-table-size=100']],
  ])('%s', async (_title, options) => {
    const { port } = await startNghttpd(options);
    const sizes = [1, 1000, 100_000];
    const { sink, sendInLoop, results } = await openHarness({
      port,
      streamsPerConnection: 6,
      requests: http2RequestTable([...sizes.map(upload), get('/small')]),
    });
    await sendInLoop(60);
    expect(results()).toEqual(new Array(60).fill('ok'));
    const expected = [...sizes, SMALL.length];
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes).sort((a, b) => a - b)).toEqual(
      expected.flatMap((size) => new Array(15).fill(size)).sort((a, b) => a - b),
    );
  });

  it('TLS, uploads and downloads', async () => {
    const { port } = await startNghttpd([], true);
    const { sink, sendInLoop, results } = await openHarness({
      port,
      host: 'localhost',
      tls: { ca },
      requests: http2RequestTable([upload(500_000), get('/large', 'https'), get('/small', 'https')]),
    });
    await sendInLoop(30);
    expect(results()).toEqual(new Array(30).fill('ok'));
    expect(sink.completions.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)).toBe(
      10 * (500_000 + LARGE_BYTES + SMALL.length),
    );
  });
});
