import { describe, expect, it } from 'vitest';
import { unusedPort } from '../test-support/peer.js';
import { DATA, END_STREAM, PING, PRIORITY, SETTINGS } from './protocol.js';
import { harness, openHarness } from './test-support/harness.js';
import {
  answersFirst,
  answerTo,
  frame,
  goAwayFrame,
  headersFrame,
  rawHttp2Peer,
  settingsFrame,
} from './test-support/raw-peer.js';

const OK200: [string, string][] = [[':status', '200']];

describe('a server that talks without end', () => {
  it.each<[string, () => Buffer, number]>([
    ['SETTINGS', () => settingsFrame([4, 1000], [3, 7]), SETTINGS],
    ['PING', () => frame(PING, 0, 0, Buffer.from('12345678')), PING],
  ])('%s: each is answered, and so are requests', async (_title, flood, type) => {
    const peer = await answersFirst((id) =>
      Buffer.concat([...Array.from({ length: 5000 }, flood), answerTo(id)]),
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    const answers = () =>
      peer.connections[0]!.seen.filter((seen) => seen.type === type && (seen.flags & 1) === 1).length;
    while (answers() < 5000) await new Promise((resolve) => setImmediate(resolve));
  });

  it('unknown frames and empty DATA frames are passed over', async () => {
    const peer = await answersFirst((id) =>
      Buffer.concat([
        frame(0xbe, 0xff, 12_345, Buffer.from('anything')),
        frame(PRIORITY, 0, id, Buffer.alloc(5)),
        headersFrame(id, OK200),
        ...Array.from({ length: 2000 }, () => frame(DATA, 0, id)),
        frame(DATA, END_STREAM, id),
      ]),
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });

  it('and does not read: the connection is given up when its answers have no room', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }) => {
        socket.pause();
        const pings = Buffer.concat(Array.from({ length: 1000 }, () => frame(PING, 0, 0, Buffer.alloc(8))));
        const flood = () => {
          while (!socket.destroyed && socket.writableLength < 1e6) socket.write(pings);
          if (!socket.destroyed) setImmediate(flood);
        };
        flood();
      },
    });
    const { sendAll, results, said } = await openHarness({ port: peer.port });
    await sendAll();
    expect(['PROTOCOL', 'CONNECTION_RESET']).toContain(results()[0]);
    expect(said('PROTOCOL') ?? '').toMatch(/reads nothing|^$/);
  });
});

describe('a target that cannot be', () => {
  const unreachable = (tried: RegExp, hint: RegExp) => ({
    code: 'ERR_TARGET_UNREACHABLE',
    tried: [expect.stringMatching(tried)],
    hint: expect.stringMatching(hint),
  });

  it('nothing listens', async () => {
    const { transport, sink } = harness({ port: await unusedPort() });
    await expect(transport.open(sink)).rejects.toMatchObject(unreachable(/CONNECT_REFUSED/, /running/));
  });

  it.each<[string, Buffer, RegExp]>([
    ['HTTP/1.1', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /PROTOCOL .*HTTP\/1.1 400 Bad Request/],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), /PROTOCOL/],
    ['frames out of order', frame(PING, 0, 0, Buffer.alloc(8)), /PROTOCOL .*first frame/],
    ['an acknowledgement first', frame(SETTINGS, 1, 0), /PROTOCOL .*first frame/],
    ['SETTINGS that may not be', settingsFrame([2, 1]), /PROTOCOL/],
    ['GOAWAY', Buffer.concat([goAwayFrame(0, 11, 'no more room')]), /PROTOCOL/],
  ])('speaks %s', async (_title, bytes, tried) => {
    const peer = await rawHttp2Peer({ onPreface: ({ socket }) => socket.write(bytes) });
    const { transport, sink } = harness({ port: peer.port });
    await expect(transport.open(sink)).rejects.toMatchObject(unreachable(tried, /does not speak HTTP\/2/));
  });

  it('closes at once', async () => {
    const peer = await rawHttp2Peer({ onPreface: ({ socket }) => socket.end() });
    const { transport, sink } = harness({ port: peer.port });
    await expect(transport.open(sink)).rejects.toMatchObject(
      unreachable(/CONNECT_FAILED .*SETTINGS/, /running/),
    );
  });

  it('takes the connection and says nothing', async () => {
    const peer = await rawHttp2Peer({ onPreface: () => {} });
    const { transport, sink, clock } = harness({ port: peer.port, connectTimeoutNs: 1000 });
    const opened = transport.open(sink);
    opened.catch(() => {});
    while (peer.connections.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceTo(1200);
    await expect(opened).rejects.toMatchObject(unreachable(/CONNECT_TIMEOUT .*SETTINGS/, /firewall/));
  });
});
