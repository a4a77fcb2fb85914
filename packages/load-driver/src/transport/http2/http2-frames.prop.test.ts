import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../test-support/cut-at.js';
import { fixedHttp2Request, prepareHttp2Request } from './http2-request.js';
import { DATA, HEADERS, SETTINGS, WINDOW_UPDATE } from './protocol.js';
import { faultsOf, type Granted } from './test-support/client-conduct.js';
import { openGrpcHarness, openHarness } from './test-support/harness.js';
import {
  blockOf,
  frame,
  goAwayFrame,
  rawHttp2Peer,
  resetFrame,
  settingsFrame,
  windowFrame,
} from './test-support/raw-peer.js';

const STREAMS = 3;
const BODY = Buffer.alloc(100_000, 'b');
const HEADER_BLOCKS = [
  blockOf([':status', '200'], ['content-type', 'application/grpc']),
  blockOf([':status', '200'], ['content-length', '4']),
  blockOf([':status', '103']),
  blockOf(['grpc-status', '0']),
  blockOf(['grpc-status', '14'], ['grpc-message', '%zz%E2%82']),
  Uint8Array.from([0x40, 1, 0x61, 1, 0x62, 0xbe]),
  Uint8Array.from([0x3f, 0xe1, 0xff, 0x7f]),
];

const id = fc.constantFrom(0, 1, 1, 3, 5, 7, 2, 2 ** 31 - 1);
const flags = fc.constantFrom(0, 0x1, 0x4, 0x5, 0x8, 0xc, 0xd, 0x24, 0x2d);
const settingValue = fc.constantFrom(0, 1, 100, 16_384, 65_535, 100_000, 2 ** 31 - 1, 2 ** 31);
const message = fc.constantFrom(Buffer.from([0, 0, 0, 0, 4, 1, 2, 3, 4]), Buffer.from([1, 0, 0, 0, 0]));
const content = fc.oneof(
  message,
  fc.nat(20_000).map((length) => Buffer.alloc(length)),
);

interface Sent {
  readonly bytes: Buffer;
  /** What of it counts for `Granted`. */
  readonly settings?: readonly [number, number][];
  readonly window?: readonly [number, number];
}

/** Frames that are well formed more often than not, on streams that are open more often than not. */
const anyFrame: fc.Arbitrary<Sent> = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom(1, 3, 4, 5, 2, 9), settingValue), { maxLength: 3 })
    .map((settings) => ({ bytes: settingsFrame(...settings), settings })),
  fc.tuple(id, fc.constantFrom(0, 1, 1000, 65_535, 2 ** 31 - 1)).map(([stream, increment]) => ({
    bytes: windowFrame(stream, increment),
    window: [stream, increment] as const,
  })),
  fc.tuple(id, fc.nat(20)).map(([stream, code]) => ({ bytes: resetFrame(stream, code) })),
  fc.tuple(id, fc.nat(20)).map(([last, code]) => ({ bytes: goAwayFrame(last, code, 'bye') })),
  fc
    .tuple(flags, id, fc.constantFrom(...HEADER_BLOCKS), fc.boolean())
    .map(([flag, stream, block, goesOn]) => ({ bytes: frame(goesOn ? 9 : HEADERS, flag, stream, block) })),
  fc.tuple(flags, id, content).map(([flag, stream, bytes]) => ({ bytes: frame(DATA, flag, stream, bytes) })),
  fc
    .tuple(fc.constantFrom(2, 5, 6, 10, 0xbe), flags, id, fc.uint8Array({ maxLength: 12 }))
    .map(([type, flag, stream, bytes]) => ({ bytes: frame(type, flag, stream, bytes) })),
);

function grantedBy(frames: readonly Sent[]): Granted {
  const increments = new Map<number, number>();
  let initialWindow = 65_535;
  for (const { settings = [], window } of frames) {
    for (const [setting, value] of settings)
      if (setting === 4) initialWindow = Math.max(initialWindow, value);
    if (window) increments.set(window[0], (increments.get(window[0]) ?? 0) + window[1]);
  }
  return { settings: 1 + frames.filter(({ settings }) => settings).length, initialWindow, increments };
}

/** Three uploads to a server that says all this when they have begun, then closes. */
async function conductUnder(kind: 'http' | 'grpc', frames: readonly Sent[], cuts: readonly number[]) {
  const pieces = cutAt(Buffer.concat(frames.map(({ bytes }) => bytes)), cuts);
  const peer = await rawHttp2Peer({
    onFrame: ({ socket, number, seen }, { type }) => {
      if (type !== HEADERS || number > 0 || seen.filter((each) => each.type === HEADERS).length < STREAMS)
        return;
      const next = (i: number): void => {
        if (i === pieces.length) socket.end();
        else socket.write(pieces[i]!, () => setImmediate(next, i + 1));
      };
      next(0);
    },
  });
  const options = { port: peer.port, streamsPerConnection: STREAMS };
  const { transport, sink, sendAll, results } =
    kind === 'http'
      ? await openHarness({
          ...options,
          requests: fixedHttp2Request(
            prepareHttp2Request({ method: 'PUT', path: '/', authority: 'x', body: BODY }),
          ),
        })
      : await openGrpcHarness({ ...options, messages: { bytesFor: () => BODY }, onMessage: () => {} });
  await sendAll(STREAMS);
  const slots = sink.completions.map(({ slot }) => slot).sort();
  await transport.close();
  await peer.stop();
  return { slots, results: results(), seen: peer.connections[0]!.seen };
}

describe.each(['http', 'grpc'] as const)('%s', (kind) => {
  it('whatever frames a server sends, each request ends once and the client keeps to the rules', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFrame, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(30_000), { maxLength: 6 }),
        async (frames, cuts) => {
          const { slots, results, seen } = await conductUnder(kind, frames, cuts);
          expect(slots).toEqual([0, 1, 2]);
          for (const result of results) {
            expect(result).toMatch(
              /^(ok|PROTOCOL|CONNECTION_(CLOSED|RESET)|GOAWAY_UNPROCESSED|REFUSED_STREAM|(RST|GRPC)_[A-Z_0-9]+|HTTP_\d+)$/,
            );
          }
          expect(faultsOf(seen, grantedBy(frames))).toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
  });
});

it('the referee notices what is forbidden', () => {
  const settings = { type: SETTINGS, flags: 0, id: 0, payload: Buffer.alloc(0) };
  const headers = { type: HEADERS, flags: 4, id: 1, payload: Buffer.alloc(1) };
  const data = { type: DATA, flags: 0, id: 1, payload: Buffer.alloc(16_384) };
  const none = grantedBy([]);
  expect(faultsOf([settings, headers, data, data, data], none)).toEqual([]);
  expect(faultsOf([settings, headers, data, data, data, data], none)).toHaveLength(2);
  expect(faultsOf([headers], none)).toEqual(['the first frame is not SETTINGS']);
  expect(faultsOf([settings, data], none)).toEqual(['DATA on stream 1, which is not open']);
  expect(faultsOf([settings, headers, headers], none)).toEqual(['HEADERS on stream 1 after 1']);
  const windowed = { type: WINDOW_UPDATE, flags: 0, id: 1, payload: Buffer.alloc(16_385) };
  expect(faultsOf([settings, windowed], none)).toEqual(['frame 1 is too large']);
});
