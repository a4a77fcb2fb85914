import { describe, expect, it } from 'vitest';
import { buildRequest } from './request-bytes.js';
import { fixedRequest, requestTable } from './request-sources.js';
import { openHarness } from './test-support/harness.js';
import { answerOf, httpServer, rawServer } from './test-support/peers.js';

const request = (method: string, path = '/', body?: string) =>
  buildRequest({ method, path, host: '127.0.0.1', ...(body === undefined ? {} : { body }) });

describe('against node:http', () => {
  it('counts a keep-alive answer, and uses its connection again', async () => {
    const peer = await httpServer((_, response) => response.end('hello'));
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok', 'ok']);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([5, 5, 5]);
    expect(sink.connections).toEqual([{ connectNs: 0, again: false }]);
    expect(peer.sockets).toHaveLength(1);
  });

  it('counts every byte out and in', async () => {
    let received = 0;
    const peer = await httpServer((incoming, response) => {
      incoming.resume();
      incoming.on('end', () => response.end('x'.repeat(100_000)));
    });
    const put = request('PUT', '/thing', 'y'.repeat(70_000));
    const { sink, sendAll } = await openHarness({ port: peer.port, requests: fixedRequest(put) });
    await sendAll();
    await sendAll();
    received = peer.sockets[0]!.bytesRead;
    const out = sink.completions.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
    const into = sink.completions.reduce((sum, { bytesIn }) => sum + bytesIn, 0);
    expect(out).toBe(received);
    expect(out).toBe(2 * put.length);
    expect(into).toBe(peer.sockets[0]!.bytesWritten);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([100_000, 100_000]);
  });

  it('follows chunks, and shows the body to who asks', async () => {
    const peer = await httpServer((_, response) => {
      response.setHeader('Trailer', 'X-Sum');
      response.write('one,');
      response.write('two,');
      response.addTrailers({ 'X-Sum': '12' });
      response.end('three');
    });
    let body = '';
    const { sink, sendAll, results } = await openHarness({
      port: peer.port,
      onBody: (slot, bytes, start, end) => {
        body += `${slot}:${Buffer.from(bytes.subarray(start, end)).toString()};`;
      },
    });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([13, 13]);
    expect(body.replaceAll(/;?0:/g, '')).toBe('one,two,three;one,two,three;'.replace(';', ''));
  });

  it('expects no body after HEAD, 204 and 304', async () => {
    const peer = await httpServer((incoming, response) => {
      response.statusCode = Number(incoming.url?.slice(1));
      if (incoming.method === 'HEAD') response.setHeader('Content-Length', '1000');
      response.end(response.statusCode === 200 && incoming.method !== 'HEAD' ? 'body' : undefined);
    });
    const requests = [
      request('HEAD', '/200'),
      request('GET', '/204'),
      request('GET', '/304'),
      request('GET', '/200'),
    ];
    const { transport, sink, results } = await openHarness({
      port: peer.port,
      requests: requestTable(requests),
    });
    for (let sequence = 0; sequence < 8; sequence++) {
      transport.send(0, sequence);
      await sink.completed(sequence + 1);
    }
    expect(results()).toEqual(Array(8).fill('ok'));
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([0, 0, 0, 4, 0, 0, 0, 4]);
    expect(peer.sockets).toHaveLength(1);
  });

  it('passes over interim answers', async () => {
    const peer = await httpServer((_, response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () => response.end('late'));
    });
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.completions[0]).toMatchObject({ bodyBytes: 4, bytesIn: peer.sockets[0]!.bytesWritten });
  });

  it('connects again after Connection: close, and says so', async () => {
    const peer = await httpServer((_, response) => response.setHeader('Connection', 'close').end('bye'));
    const { transport, sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok', 'ok']);
    expect(sink.connections.map(({ again }) => again)).toEqual([false, true, true]);
    expect(transport.counters).toMatchObject({ connected: 3, reconnected: 2, connectFailed: 0 });
  });

  it('classes a status that is no success by its number, and lets the caller decide what is', async () => {
    const peer = await httpServer((incoming, response) => {
      response.statusCode = Number(incoming.url?.slice(1));
      response.end('x');
    });
    const requests = requestTable([200, 301, 404, 503].map((status) => request('GET', `/${status}`)));
    const lax = await openHarness({ port: peer.port, requests });
    const strict = await openHarness({ port: peer.port, requests, isSuccess: (status) => status === 404 });
    for (const { transport, sink } of [lax, strict]) {
      for (let sequence = 0; sequence < 4; sequence++) {
        transport.send(0, sequence);
        await sink.completed(sequence + 1);
      }
    }
    expect(lax.results()).toEqual(['ok', 'ok', 'HTTP_404', 'HTTP_503']);
    expect(strict.results()).toEqual(['HTTP_200', 'HTTP_301', 'ok', 'HTTP_503']);
  });
});

describe('against a raw peer', () => {
  it('takes a body that ends with the connection', async () => {
    const peer = await rawServer((socket) => socket.end('HTTP/1.0 200 OK\r\nServer: old\r\n\r\nall of it'));
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([9, 9]);
  });

  it('takes an answer that comes byte by byte', async () => {
    const text = answerOf('slow', '201 Created', 'X-Long: some field that says nothing\r\n');
    const peer = await rawServer((socket) => {
      socket.setNoDelay(true);
      const next = (at: number): void => {
        if (at < text.length) socket.write(text[at]!, () => setImmediate(next, at + 1));
      };
      next(0);
    });
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.completions[0]).toMatchObject({ bytesIn: text.length, bodyBytes: 4 });
  });

  it('tells the first byte of an answer from its last', async () => {
    let rest = () => {};
    const peer = await rawServer((socket) => {
      clock.advanceTo(100);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab');
      rest = () => socket.write('cd');
    });
    const { transport, sink, clock } = await openHarness({
      port: peer.port,
      onBody: (_slot, bytes, start) => {
        if (bytes[start] !== 'a'.charCodeAt(0)) return;
        clock.advanceTo(200);
        rest();
      },
    });
    clock.advanceTo(30);
    transport.send(0, 0);
    await sink.completed(1);
    expect(sink.completions[0]).toMatchObject({ sentNs: 30, firstByteNs: 100, endNs: 200 });
  });
});
