import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../clock/virtual-clock.js';
import { OutcomeTable } from '../outcome-table.js';
import { unusedPort } from '../test-support/peer.js';
import { RecordingSink } from '../test-support/recording-sink.js';
import { Http1Connection } from './http1-connection.js';
import { Http1Core } from './http1-core.js';
import { buildRequest } from './request-bytes.js';
import { fixedRequest, requestTable } from './request-sources.js';
import { getRequest, harness, openHarness } from './test-support/harness.js';
import { answerOf, httpServer, rawServer } from './test-support/peers.js';

describe('shared connections', () => {
  it('are all made by open, and spread over the slots in turn', async () => {
    const peer = await rawServer((socket) => socket.write(answerOf('x')));
    const { transport, sink, sendAll } = await openHarness({
      port: peer.port,
      connections: 100,
      pipelining: 2,
    });
    expect(transport.slots).toBe(200);
    expect(sink.connections).toHaveLength(100);
    expect(sink.connections.every(({ again }) => !again)).toBe(true);
    await sendAll(100);
    expect(peer.sockets).toHaveLength(100);
    expect(peer.sockets.every(({ bytesRead }) => bytesRead === getRequest.length)).toBe(true);
  });

  it('that open could not keep are made by the next request on them', async () => {
    let taken = 0;
    let refusing = true;
    const peer = await rawServer(
      (socket) => socket.write(answerOf('x')),
      (socket) => refusing && taken++ > 0 && socket.resetAndDestroy(),
    );
    const { sendAll, results } = await openHarness({ port: peer.port, connections: 3 });
    await sendAll(3);
    expect(results()).toContain('ok');
    refusing = false;
    await sendAll(3);
    expect(results().slice(3)).toEqual(['ok', 'ok', 'ok']);
  });

  it('count the time to connect into the request that needs the connection', async () => {
    const peer = await rawServer(
      (socket) => socket.write(answerOf('x', '200 OK', 'Connection: close\r\n')),
      () => clock.advanceTo(clock.nowNs() + 40),
    );
    const { transport, sink, clock } = harness({ port: peer.port });
    await transport.open(sink);
    transport.send(0, 0);
    await sink.completed(1);
    const before = clock.nowNs();
    transport.send(0, 1);
    await sink.completed(2);
    expect(sink.connections[1]).toMatchObject({ again: true });
    expect(sink.completions[1]!.sentNs).toBe(before);
  });
});

describe('pipelining', () => {
  it('matches answers to requests in order, and writes follow-on requests together', async () => {
    const bodies = ['a', 'bb', 'ccc', 'dddd'];
    const requests = requestTable(bodies.map((body) => buildRequest({ path: `/${body}`, host: 'x' })));
    const reads: number[] = [];
    const peer = await rawServer(
      () => {},
      (socket) =>
        socket.on('data', (data) => {
          const paths = [...data.toString().matchAll(/^GET \/(\w+) /gm)].map((match) => match[1]!);
          reads.push(paths.length);
          socket.write(paths.map((path) => answerOf(path)).join(''));
        }),
    );
    const { transport, sink } = await openHarness({ port: peer.port, pipelining: 4, requests });
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 40) transport.send(slot, sequence++);
    };
    for (let slot = 0; slot < 4; slot++) transport.send(slot, sequence++);
    await sink.completed(40);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual(
      Array.from({ length: 40 }, (_, i) => (i % 4) + 1),
    );
    expect(reads.reduce((sum, n) => sum + n)).toBe(40);
    expect(reads.length).toBeLessThan(20);
  });

  it('writes requests too large to copy in their order between small ones', async () => {
    const large = 'y'.repeat(50_000);
    const requests = requestTable([
      buildRequest({ path: '/small', host: 'x' }),
      buildRequest({ method: 'PUT', path: '/large', host: 'x', body: large }),
    ]);
    const paths: string[] = [];
    const peer = await httpServer((incoming, response) => {
      paths.push(incoming.url ?? '');
      incoming.resume().on('end', () => response.end('ok'));
    });
    const { transport, sink, results } = await openHarness({ port: peer.port, pipelining: 6, requests });
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 60) transport.send(slot, sequence++);
    };
    for (let slot = 0; slot < 6; slot++) transport.send(slot, sequence++);
    await sink.completed(60);
    expect(paths).toEqual(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? '/small' : '/large')));
    expect(new Set(results())).toEqual(new Set(['ok']));
  });
});

describe('a server that does not read for a while', () => {
  it('gets every byte of a long queue in the end', async () => {
    const count = 1000;
    const requests = Array.from({ length: count }, (_, i) =>
      buildRequest({ method: 'PUT', path: `/${i}`, host: 'x', body: String(i % 10).repeat(12_000) }),
    );
    const hash = createHash('sha256');
    let length = 0;
    const total = requests.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const peer = await rawServer(
      () => {},
      (socket) => {
        socket.removeAllListeners('data');
        if (peer.sockets.length > 0) socket.pause();
        socket.on('data', (data) => {
          hash.update(data);
          length += data.length;
          if (length === total) socket.write(answerOf('x').repeat(count));
        });
      },
    );
    const { transport, sink, sendAll, results } = await openHarness({
      port: peer.port,
      pipelining: count,
      requests: requestTable(requests),
    });
    peer.sockets[0]!.end();
    while (transport.counters.closedWhileIdle === 0) await new Promise((resolve) => setImmediate(resolve));
    const done = sendAll(count);
    while (sink.connections.length < 2) await new Promise((resolve) => setImmediate(resolve));
    peer.sockets[1]!.resume();
    await done;
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.concat(requests)).digest('hex'));
  });
});

/** TCP has no broadcast, so connect() itself fails, and nothing is sent. */
const LOOPBACK_BROADCAST = '127.255.255.255';

describe('a dial that fails at once', () => {
  it('fails its request in a later turn, so that a closed loop cannot starve the event loop', async () => {
    const outcomes = new OutcomeTable();
    const sink = new RecordingSink();
    const core = new Http1Core({
      host: '127.0.0.1',
      port: 1,
      connections: 1,
      connectionPolicy: 'shared',
      requests: fixedRequest(getRequest),
      timeoutNs: 1e9,
      connectTimeoutNs: 1e9,
      outcomes,
      clock: new VirtualClock(),
    });
    core.bind(sink);
    core.dialer.address = LOOPBACK_BROADCAST;
    const connection = new Http1Connection(core);
    let sent = 0;
    const send = (): void => {
      sent++;
      core.slots.begin(0, getRequest, 0);
      connection.submit(0);
    };
    sink.onComplete = () => {
      if (sent < 500) send();
    };
    send();
    let turns = 0;
    while (sink.completions.length < 100) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
    expect(turns).toBeGreaterThanOrEqual(100);
    expect(outcomes.nameOf(sink.completions[0]!.outcome)).toBe('CONNECT_ENETUNREACH');
    connection.discard();
    await core.close();
  });
});

describe('cancelAll', () => {
  it('completes everything under way once, with the outcome given, and the connections can be used again', async () => {
    let silent = true;
    const peer = await rawServer((socket) => silent || socket.write(answerOf('x')));
    const { transport, outcomes, sendAll, results } = await openHarness({
      port: peer.port,
      connections: 2,
      pipelining: 2,
    });
    for (let slot = 0; slot < 4; slot++) transport.send(slot, slot);
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    expect(results()).toEqual(Array(4).fill('CANCELLED'));
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    expect(results()).toHaveLength(4);
    silent = false;
    await sendAll(4);
    expect(results().slice(4)).toEqual(Array(4).fill('ok'));
  });

  it('may be called, and sends made, from inside complete', async () => {
    let silent = true;
    const peer = await rawServer(
      (socket, request) => (request === 0 || !silent) && socket.write(answerOf('x')),
    );
    const { transport, sink, outcomes, results } = await openHarness({ port: peer.port, pipelining: 3 });
    let cancelled = false;
    sink.onComplete = ({ slot }) => {
      if (!cancelled) {
        cancelled = true;
        transport.send(slot, 9);
        transport.cancelAll(outcomes.codeOf('CANCELLED'));
        silent = false;
        transport.send(0, 10);
      }
    };
    for (let slot = 0; slot < 3; slot++) transport.send(slot, slot);
    await sink.completed(5);
    expect(results()).toEqual(['ok', 'CANCELLED', 'CANCELLED', 'CANCELLED', 'ok']);
  });

  it('reaches requests whose dial has failed but not been settled', async () => {
    const { transport, sink, outcomes, results } = harness({ port: await unusedPort() });
    await transport.open(sink).catch(() => {});
    transport.send(0, 0);
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(results()).toEqual(['CANCELLED']);
  });
});

it('completes nothing after close, and leaves no connection', async () => {
  const peer = await rawServer((socket) => setImmediate(() => socket.write(answerOf('x'))));
  const { transport, sink } = await openHarness({ port: peer.port, connections: 3 });
  for (let slot = 0; slot < 3; slot++) transport.send(slot, slot);
  const closed = Promise.all(
    peer.sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))),
  );
  await transport.close();
  await closed;
  transport.send(0, 3);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sink.completions).toEqual([]);
  await transport.close();
});

it.each([
  ['host', { host: '' }],
  ['port', { port: 0 }],
  ['port', { port: 70_000 }],
  ['connections', { connections: 0 }],
  ['connections', { connections: 1.5 }],
  ['pipelining', { pipelining: 0 }],
  ['pipelining', { pipelining: 2, connectionPolicy: 'per-request' as const }],
  ['timeoutNs', { timeoutNs: 0 }],
  ['connectTimeoutNs', { connectTimeoutNs: Number.NaN }],
  ['tls', { tls: { cert: 'no certificate' } }],
])('refuses options that cannot be: %s %j', (option, wrong) => {
  expect(() => harness({ port: 80, ...wrong })).toThrow(
    expect.objectContaining({ code: 'ERR_TRANSPORT_OPTION', option }),
  );
});
