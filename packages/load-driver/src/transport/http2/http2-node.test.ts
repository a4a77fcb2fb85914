import { describe, expect, it } from 'vitest';
import { fixedHttp2Request, http2RequestTable, prepareHttp2Request } from './http2-request.js';
import { getRequest, openHarness } from './test-support/harness.js';
import { echo, http2Peer } from './test-support/peers.js';

const authority = '127.0.0.1';

describe('against node:http2', () => {
  it('a request is answered, its bytes and times counted', async () => {
    const peer = await http2Peer((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('hello');
    });
    const { transport, sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.connections).toEqual([{ connectNs: 0, again: false }]);
    const { bytesOut, bytesIn, bodyBytes, firstByteNs } = sink.completions[0]!;
    expect(bytesOut).toBe(getRequest.headers.frames.length);
    expect(bodyBytes).toBe(5);
    expect(bytesIn).toBeGreaterThan(2 * 9 + 5);
    expect(firstByteNs).toBe(0);
    expect(transport.connectedTo).toBe(`127.0.0.1:${peer.port}`);
    expect(transport.counters).toMatchObject({ connected: 1, reconnected: 0 });
  });

  it('thousands of requests on several streams and connections, answers with changing headers', async () => {
    let served = 0;
    const peer = await http2Peer((stream) => {
      stream.respond({ ':status': 200, 'x-count': String(served++ % 700), etag: `"${served % 3}"` });
      stream.end('x'.repeat(served % 50));
    });
    const { sink, sendInLoop, results } = await openHarness({ port: peer.port, connections: 3 });
    await sendInLoop(3000);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(served).toBe(3000);
    expect(sink.connections).toHaveLength(3);
    expect(peer.sessions).toHaveLength(3);
  });

  it('bodies go out and come back, small and far beyond every window', async () => {
    const sizes = [0, 1, 65_534, 65_535, 65_536, 70_000, 1_500_000];
    const received: Buffer[][] = sizes.map(() => []);
    const requests = sizes.map((size) =>
      prepareHttp2Request({ method: 'POST', path: '/', authority, body: Buffer.alloc(size, size % 251) }),
    );
    const peer = await http2Peer(echo, { settings: { initialWindowSize: 1000 } });
    const { sink, sendAll, results } = await openHarness({
      port: peer.port,
      streamsPerConnection: sizes.length,
      requests: http2RequestTable(requests),
      onBody: (slot, bytes, start, end) => received[slot]!.push(Buffer.from(bytes.subarray(start, end))),
      streamWindowBytes: 20_000,
      connectionWindowBytes: 65_535,
    });
    await sendAll(sizes.length);
    expect(new Set(results())).toEqual(new Set(['ok']));
    for (const { slot, bodyBytes, bytesOut, bytesIn } of sink.completions) {
      expect(bodyBytes).toBe(sizes[slot]);
      expect(Buffer.concat(received[slot]!).equals(requests[slot]!.body)).toBe(true);
      expect(bytesOut).toBeGreaterThan(bodyBytes);
      expect(bytesIn).toBeGreaterThan(bodyBytes);
    }
  });

  it.each([
    [{ ':status': 204 }, 'ok'],
    [{ ':status': 304 }, 'ok'],
    [{ ':status': 404 }, 'HTTP_404'],
    [{ ':status': 503 }, 'HTTP_503'],
  ])('status %o: %s', async (headers, expected) => {
    const peer = await http2Peer((stream) => stream.respond(headers, { endStream: true }));
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual([expected]);
  });

  it('what counts as success can be said', async () => {
    const peer = await http2Peer((stream) => stream.respond({ ':status': 404 }, { endStream: true }));
    const { sendAll, results } = await openHarness({
      port: peer.port,
      isSuccess: (status) => status === 404,
    });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });

  it('informational answers come before the answer', async () => {
    const peer = await http2Peer((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</x>' });
      stream.additionalHeaders({ ':status': 103 });
      stream.respond({ ':status': 200 });
      stream.end('done');
    });
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.completions[0]!.bodyBytes).toBe(4);
  });

  it('trailers come after the content', async () => {
    const peer = await http2Peer((stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': 'abc' }));
      stream.end('body');
    });
    const { sink, sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(20);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(sink.completions.every(({ bodyBytes }) => bodyBytes === 4)).toBe(true);
  });

  it('padding is taken off', async () => {
    const { constants } = await import('node:http2');
    const peer = await http2Peer(
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.end('padded');
      },
      { paddingStrategy: constants.PADDING_STRATEGY_MAX },
    );
    const { sink, sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(10);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(sink.completions[0]!.bodyBytes).toBe(6);
    expect(sink.completions[0]!.bytesIn).toBeGreaterThan(200);
  });

  it('headers longer than a frame go out and come back in CONTINUATION frames', async () => {
    const long = 'v'.repeat(14_000);
    const peer = await http2Peer(
      (stream, headers) => {
        stream.respond({ ':status': 200, 'x-one': headers['x-one'], 'x-two': headers['x-two'] });
        stream.end('ok');
      },
      { maxHeaderListPairs: 100, settings: { maxHeaderListSize: 65_535 }, maxSendHeaderBlockLength: 65_536 },
    );
    const { sink, sendAll, results } = await openHarness({
      port: peer.port,
      requests: fixedHttp2Request(
        prepareHttp2Request({
          path: '/',
          authority,
          huffman: false,
          headers: [
            ['x-one', long],
            ['x-two', long],
          ],
        }),
      ),
    });
    await sendAll(2);
    expect(results()).toEqual(['ok', 'ok']);
    expect(sink.completions[0]!.bytesOut).toBeGreaterThan(28_000);
  });

  it('no more streams than the server allows are open at once; the others wait', async () => {
    let open = 0;
    let most = 0;
    const peer = await http2Peer(
      (stream) => {
        most = Math.max(most, ++open);
        setImmediate(() => {
          open--;
          stream.respond({ ':status': 200 });
          stream.end('x');
        });
      },
      { settings: { maxConcurrentStreams: 3 } },
    );
    const { sendInLoop, results } = await openHarness({ port: peer.port, streamsPerConnection: 20 });
    await sendInLoop(300);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4); // nghttp2 counts a stream as closed a little later than its answer is read
  });

  it('a smaller header table than by default is acknowledged', async () => {
    const peer = await http2Peer(echo, { settings: { headerTableSize: 0 } });
    const { sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(20);
    expect(new Set(results())).toEqual(new Set(['ok']));
  });

  it('a stream that is reset fails with the reason', async () => {
    const { constants } = await import('node:http2');
    const codes = [
      constants.NGHTTP2_REFUSED_STREAM,
      constants.NGHTTP2_ENHANCE_YOUR_CALM,
      constants.NGHTTP2_INTERNAL_ERROR,
    ];
    let served = 0;
    const peer = await http2Peer((stream) => stream.close(codes[served++]!));
    const { sendAll, results, sink, said } = await openHarness({ port: peer.port });
    for (const _ of codes) await sendAll();
    expect(results()).toEqual(['REFUSED_STREAM', 'RST_ENHANCE_YOUR_CALM', 'RST_INTERNAL_ERROR']);
    expect(sink.connections).toHaveLength(1);
    expect(said('REFUSED_STREAM')).toContain('REFUSED_STREAM');
  });

  it('an answer before the request is sent whole ends the request', async () => {
    const peer = await http2Peer((stream) => {
      stream.respond({ ':status': 413 });
      stream.end('too large');
    });
    const { sendAll, results } = await openHarness({
      port: peer.port,
      requests: fixedHttp2Request(
        prepareHttp2Request({ method: 'PUT', path: '/', authority, body: Buffer.alloc(300_000) }),
      ),
    });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['HTTP_413', 'HTTP_413']);
  });
});

describe('GOAWAY of node:http2', () => {
  it('lets what it has begun with end, and the next request has a new connection', async () => {
    let served = 0;
    const peer = await http2Peer((stream) => {
      if (++served === 2) peer.sessions[0]!.goaway();
      stream.respond({ ':status': 200 });
      stream.end('x');
    });
    const { transport, sink, sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(40);
    expect(results().filter((result) => result === 'ok').length).toBeGreaterThanOrEqual(36);
    expect(results().every((result) => result === 'ok' || result === 'GOAWAY_UNPROCESSED')).toBe(true);
    expect(sink.connections.map(({ again }) => again)).toEqual([false, true]);
    expect(transport.counters).toMatchObject({ goaways: 1, reconnected: 1 });
  });
});

describe('connections', () => {
  it('are replaced after the number of requests asked for, without a request lost', async () => {
    const peer = await http2Peer(echo);
    const { transport, sink, sendInLoop, results } = await openHarness({
      port: peer.port,
      requestsPerConnection: 10,
    });
    await sendInLoop(95);
    expect(results()).toEqual(new Array(95).fill('ok'));
    expect(sink.connections.map(({ again }) => again)).toEqual([false, ...new Array(9).fill(true)]);
    expect(transport.counters.reconnected).toBe(9);
  });

  it('are made for each request with policy per-request', async () => {
    const peer = await http2Peer(echo);
    const { sink, sendInLoop, results } = await openHarness({
      port: peer.port,
      connections: 3,
      streamsPerConnection: 1,
      connectionPolicy: 'per-request',
    });
    expect(sink.connections).toHaveLength(0);
    await sendInLoop(12);
    expect(results()).toEqual(new Array(12).fill('ok'));
    expect(sink.connections.map(({ again }) => again)).toEqual(new Array(12).fill(false));
    expect(peer.sessions).toHaveLength(13);
  });

  it('that are lost while idle fail nothing', async () => {
    const peer = await http2Peer(echo);
    const { transport, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    peer.sockets[0]!.destroy();
    while (transport.counters.closedWhileIdle === 0) await new Promise((resolve) => setImmediate(resolve));
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
  });
});
