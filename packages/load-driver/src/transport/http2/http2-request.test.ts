import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../clock/virtual-clock.js';
import { HpackDecoder } from '../hpack/decoder.js';
import { decodeFields } from '../hpack/test-support/collect-fields.js';
import { OutcomeTable } from '../outcome-table.js';
import { http2RequestTable, prepareHttp2Request } from './http2-request.js';
import { createHttp2Transport } from './http2-transport.js';
import { prepareHeaders } from './prepared-headers.js';

const base = { authority: 'example.com', path: '/a?b=c' };
const fieldsOf = (frames: Uint8Array) => decodeFields(new HpackDecoder(65_536), frames.subarray(9));

describe('prepareHttp2Request', () => {
  it('puts the pseudo-headers first and names in lower case', () => {
    const { headers, body } = prepareHttp2Request({ ...base, scheme: 'https', headers: [['X-One', 'Two']] });
    expect(fieldsOf(headers.frames)).toEqual([
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/a?b=c'],
      [':authority', 'example.com'],
      ['x-one', 'Two'],
    ]);
    expect(body).toHaveLength(0);
    expect(headers.toHead).toBe(false);
  });

  it.each([
    [{ method: 'POST', body: 'grün' }, '5'],
    [{ method: 'POST' }, '0'],
    [{ method: 'PUT', body: new Uint8Array(3) }, '3'],
    [{ method: 'POST', body: 'x', headers: [['Content-Length', '9'] as const] }, '9'],
    [{ method: 'DELETE' }, undefined],
  ])('announces the length of the body: %o', (change, expected) => {
    const { headers } = prepareHttp2Request({ ...base, ...change });
    const found = fieldsOf(headers.frames).filter(([name]) => name === 'content-length');
    expect(found.map(([, value]) => value)).toEqual(expected === undefined ? [] : [expected]);
  });

  it.each([
    [{ path: 'a' }, 'path'],
    [{ path: '/a b' }, 'path'],
    [{ path: '/a\r\nb' }, 'path'],
    [{ authority: '' }, 'host'],
    [{ authority: 'a b' }, 'host'],
    [{ method: 'GE T' }, 'method'],
    [{ method: 'CONNECT' }, 'method'],
    [{ headers: [['', 'x'] as const] }, 'header '],
    [{ headers: [['a b', 'x'] as const] }, 'header a b'],
    [{ headers: [[':path', '/'] as const] }, 'header :path'],
    [{ headers: [['Connection', 'close'] as const] }, 'header connection'],
    [{ headers: [['Host', 'x'] as const] }, 'header host'],
    [{ headers: [['te', 'gzip'] as const] }, 'header te'],
    [{ headers: [['a', 'x\r\nb: c'] as const] }, 'header a'],
    [{ headers: [['a', 'x '] as const] }, 'header a'],
    [{ headers: [['a', 'x'.repeat(40_000)] as const] }, 'headers'],
  ])('refuses %o', (change, field) => {
    expect(() => prepareHttp2Request({ ...base, ...change })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_REQUEST', field }),
    );
  });

  it('cuts a long block into frames that grow by a byte and still fit', () => {
    const { frames, continuations } = prepareHeaders({
      ...base,
      huffman: false,
      headers: [['a', 'x'.repeat(20_000)]],
    });
    expect(continuations).toHaveLength(1);
    expect([...frames.subarray(0, 5)]).toEqual([0x00, 0x3f, 0xff, 1, 0]);
    expect([...frames.subarray(continuations[0]! + 3, continuations[0]! + 5)]).toEqual([9, 4]);
  });
});

describe('http2RequestTable', () => {
  const [one, two] = ['/1', '/2'].map((path) => prepareHttp2Request({ ...base, path, body: path }));

  it('is gone through in turn, or in the order given', () => {
    const inTurn = http2RequestTable([one!, two!]);
    expect([0, 1, 2].map((sequence) => inTurn.bodyFor(0, sequence))).toEqual(
      [one, two, one].map((r) => r!.body),
    );
    const ordered = http2RequestTable([one!, two!], Uint32Array.of(1, 1, 0));
    expect([0, 1, 2, 3].map((sequence) => ordered.headersFor(0, sequence))).toEqual(
      [two, two, one, two].map((r) => r!.headers),
    );
  });

  it.each([
    [[], undefined, 'table'],
    [[one!], new Uint32Array(0), 'order'],
    [[one!], Uint32Array.of(1), 'order'],
  ])('refuses what cannot be', (requests, order, field) => {
    expect(() => http2RequestTable(requests, order)).toThrow(expect.objectContaining({ field }));
  });
});

describe('options', () => {
  const options = {
    host: 'localhost',
    port: 80,
    connections: 1,
    streamsPerConnection: 1,
    connectionPolicy: 'shared' as const,
    kind: 'http' as const,
    requests: http2RequestTable([prepareHttp2Request(base)]),
    timeoutNs: 1e9,
    connectTimeoutNs: 1e9,
    outcomes: new OutcomeTable(),
    clock: new VirtualClock(),
  };
  it.each([
    [{ host: '' }, 'host'],
    [{ port: 0 }, 'port'],
    [{ connections: 1.5 }, 'connections'],
    [{ streamsPerConnection: 0 }, 'streamsPerConnection'],
    [{ connectionPolicy: 'per-request' as const, streamsPerConnection: 2 }, 'streamsPerConnection'],
    [{ requestsPerConnection: 2 ** 30 }, 'requestsPerConnection'],
    [{ streamWindowBytes: 2 ** 31 }, 'streamWindowBytes'],
    [{ connectionWindowBytes: 65_534 }, 'connectionWindowBytes'],
    [{ timeoutNs: Number.NaN }, 'timeoutNs'],
    [{ connectTimeoutNs: -1 }, 'connectTimeoutNs'],
    [{ onMessage: () => {} }, 'onMessage'],
    [{ kind: 'grpc' as const, onBody: () => {} }, 'onBody'],
    [{ tls: { key: 'no key' } }, 'tls'],
  ])('%o is refused', (change, option) => {
    expect(() => createHttp2Transport({ ...options, ...change })).toThrow(
      expect.objectContaining({ code: 'ERR_TRANSPORT_OPTION', option }),
    );
  });
});
