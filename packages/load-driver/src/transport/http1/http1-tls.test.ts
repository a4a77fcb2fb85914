import { createServer as createTcpServer } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { listen } from '../test-support/peer.js';
import { ca, clientIdentity as client, serverIdentity as server } from '../test-support/tls-files.js';
import { harness, openHarness } from './test-support/harness.js';
import { answerOf, rawServer } from './test-support/peers.js';

/** What a TLS server learnt of its clients. */
interface Seen {
  alpn: (string | false | null)[];
  names: (string | false | undefined)[];
}

async function tlsPeer(options: TlsOptions, body: string) {
  const seen: Seen = { alpn: [], names: [] };
  const peer = await listen(
    createServer({ ...server, ...options }, (socket) => {
      seen.alpn.push(socket.alpnProtocol);
      seen.names.push(socket.servername as string | false);
      socket.on('error', () => {});
      socket.on('data', () => socket.write(answerOf(body)));
    }),
  );
  return { ...peer, seen };
}

describe('over TLS', () => {
  it('answers are read as without, small and large', async () => {
    for (const body of ['small', 'x'.repeat(300_000)]) {
      const peer = await tlsPeer({ ALPNProtocols: ['h2', 'http/1.1'] }, body);
      const { sink, sendAll, results } = await openHarness({ port: peer.port, tls: { ca } });
      await sendAll();
      await sendAll();
      expect(results()).toEqual(['ok', 'ok']);
      expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([body.length, body.length]);
      expect(sink.connections).toHaveLength(1);
      expect(peer.seen).toEqual({ alpn: ['http/1.1'], names: [false] });
    }
  });

  it('a name is sent along, whatever address it has', async () => {
    const peer = await tlsPeer({}, 'x');
    const { sendAll, results } = await openHarness({ port: peer.port, host: 'localhost', tls: { ca } });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(peer.seen.names).toEqual(['localhost']);
  });

  it('pipelined requests are written together without mixing them up', async () => {
    const peer = await listen(
      createServer(server, (socket) => {
        socket.on('error', () => {});
        socket.on('data', (data) => {
          for (let i = 0; i < data.toString().split('GET ').length - 1; i++) socket.write(answerOf('x'));
        });
      }),
    );
    const { transport, sink, results } = await openHarness({ port: peer.port, tls: { ca }, pipelining: 8 });
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 400) transport.send(slot, sequence++);
    };
    for (let slot = 0; slot < 8; slot++) transport.send(slot, sequence++);
    await sink.completed(400);
    expect(new Set(results())).toEqual(new Set(['ok']));
  });

  it('a client certificate is shown to a server that asks for one', async () => {
    const peer = await tlsPeer({ ca, requestCert: true }, 'x');
    const { sendAll, results } = await openHarness({ port: peer.port, tls: { ca, ...client } });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });

  it('a server that refuses the client fails its requests with TLS', async () => {
    const peer = await tlsPeer({ ca, requestCert: true, maxVersion: 'TLSv1.3', minVersion: 'TLSv1.3' }, 'x');
    const { sendAll, results } = await openHarness({ port: peer.port, tls: { ca } });
    await sendAll();
    expect(['TLS', 'CONNECTION_RESET']).toContain(results()[0]);
  });

  it.each([
    ['an authority that is not trusted', { host: '127.0.0.1' }, /self-signed|unable to (verify|get)/],
    [
      'a name the certificate does not hold',
      { host: '127.0.0.1', tls: { ca, servername: 'other.example' } },
      /altnames/,
    ],
  ])('%s makes the target unreachable', async (_title, options, said) => {
    const peer = await tlsPeer({}, 'x');
    const { transport, sink } = harness({ port: peer.port, tls: {}, ...options });
    await expect(transport.open(sink)).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      tried: [expect.stringMatching(/TLS/)],
      message: expect.stringMatching(said),
    });
  });

  it('that can be overridden', async () => {
    const peer = await tlsPeer({}, 'x');
    const { sendAll, results } = await openHarness({ port: peer.port, tls: { rejectUnauthorized: false } });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });

  it('a server that speaks plain HTTP makes the target unreachable', async () => {
    const peer = await rawServer(
      () => {},
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const { transport, sink } = harness({ port: peer.port, tls: { ca } });
    await expect(transport.open(sink)).rejects.toMatchObject({
      tried: [expect.stringMatching(/: TLS \(/)],
      hint: expect.stringContaining('speak TLS'),
    });
  });

  it('a handshake that never ends counts as connecting, and is given up', async () => {
    const peer = await listen(createTcpServer((socket) => void socket.on('error', () => {}).resume()));
    const { transport, sink, clock } = harness({ port: peer.port, tls: { ca }, connectTimeoutNs: 1000 });
    const opened = transport.open(sink);
    opened.catch(() => {});
    while (peer.sockets.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceTo(1200);
    await expect(opened).rejects.toMatchObject({ tried: [expect.stringMatching(/CONNECT_TIMEOUT/)] });
  });
});
