import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { listen } from '../test-support/peer.js';
import { ca, serverIdentity as server } from '../test-support/tls-files.js';
import { fixedHttp2Request, prepareHttp2Request } from './http2-request.js';
import { harness, openHarness } from './test-support/harness.js';
import { echo, secureHttp2Peer } from './test-support/peers.js';

const request = (body: Buffer) =>
  fixedHttp2Request(
    prepareHttp2Request({ method: 'POST', path: '/', scheme: 'https', authority: 'localhost', body }),
  );

describe('over TLS', () => {
  it.each([0, 10, 1_000_000])('a body of %d bytes goes out and comes back', async (size) => {
    const peer = await secureHttp2Peer(echo, server);
    const { sink, sendInLoop, results } = await openHarness({
      port: peer.port,
      host: 'localhost',
      tls: { ca },
      requests: request(Buffer.alloc(size)),
    });
    await sendInLoop(12);
    expect(results()).toEqual(new Array(12).fill('ok'));
    expect(sink.completions.every(({ bodyBytes }) => bodyBytes === size)).toBe(true);
    expect(sink.connections).toHaveLength(1);
  });

  it('thousands of requests, batches written while others are being encrypted', async () => {
    const peer = await secureHttp2Peer(echo, server);
    const { sendInLoop, results } = await openHarness({
      port: peer.port,
      tls: { ca },
      streamsPerConnection: 40,
      requests: request(Buffer.from('a small body')),
    });
    await sendInLoop(3000);
    expect(results().filter((result) => result === 'ok')).toHaveLength(3000);
  });

  it.each<[string, string[] | undefined]>([
    ['only HTTP/1.1', ['http/1.1']],
    ['no protocol', undefined],
  ])('a server that offers %s is no target', async (_title, protocols) => {
    const peer = await listen(
      createTlsServer({ ...server, ...(protocols && { ALPNProtocols: protocols }) }, (socket) => {
        socket.on('error', () => {});
      }),
    );
    const { transport, sink } = harness({ port: peer.port, tls: { ca } });
    await expect(transport.open(sink)).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      tried: [expect.stringMatching(/ALPN|alert/i)],
    });
  });

  it('an authority that is not trusted makes the target unreachable', async () => {
    const peer = await secureHttp2Peer(echo, server);
    const { transport, sink } = harness({ port: peer.port, tls: {} });
    await expect(transport.open(sink)).rejects.toMatchObject({ tried: [expect.stringMatching(/TLS/)] });
  });
});
