import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../test-support/cut-at.js';
import { type FrameHandler, FrameReader } from './frame-reader.js';
import { DATA, END_STREAM, FRAME_PAYLOAD_BYTES, PADDED } from './protocol.js';
import { frame } from './test-support/raw-peer.js';

/** What a stream of frames says, whatever the pieces it came in. */
class Heard implements FrameHandler {
  readonly frames: string[] = [];
  broken = '';
  flowBytes = 0;
  wireBytes = 0;
  #content = new Map<number, string>();

  frame(type: number, flags: number, id: number, bytes: Uint8Array, from: number, to: number): void {
    this.frames.push(`${type} ${flags} ${id} ${Buffer.from(bytes.subarray(from, to)).toString('hex')}`);
  }

  data(
    id: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    flowBytes: number,
    wireBytes: number,
    end: boolean,
  ) {
    this.flowBytes += flowBytes;
    this.wireBytes += wireBytes;
    const content = (this.#content.get(id) ?? '') + Buffer.from(bytes.subarray(from, to)).toString('hex');
    this.#content.set(id, end ? '' : content);
    if (end) this.frames.push(`content ${id} ${content}`);
  }

  oversized(length: number): void {
    this.broken = `oversized ${length}`;
  }

  overpadded(): void {
    this.broken = 'overpadded';
  }
}

function heardOf(pieces: readonly Uint8Array[]): Heard {
  const heard = new Heard();
  const reader = new FrameReader(heard);
  const shared = Buffer.alloc(Math.max(1, ...pieces.map((piece) => piece.length)));
  for (const piece of pieces) {
    shared.fill(0xee); // what a frame carried over must not depend on
    shared.set(piece);
    if (heard.broken === '') reader.read(shared, piece.length);
  }
  return heard;
}

const id = fc.integer({ min: 0, max: 4 });
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(FRAME_PAYLOAD_BYTES, 8000).map((length) => new Uint8Array(length).fill(7)),
);
const padded = fc
  .tuple(fc.uint8Array({ maxLength: 20 }), fc.nat(30))
  .map(([content, padding]) => Buffer.concat([Buffer.from([padding]), content, Buffer.alloc(padding)]));
const anyFrame = fc.oneof(
  fc.tuple(
    fc.nat(12).map((type) => (type === DATA ? 1 : type)),
    fc.nat(255),
    id,
    payload,
  ),
  fc.tuple(fc.constant(DATA), fc.constantFrom(0, END_STREAM), id, payload),
  fc.tuple(fc.constant(DATA), fc.constantFrom(PADDED, PADDED | END_STREAM), id, padded),
);
const anyStream = fc
  .array(anyFrame, { minLength: 1, maxLength: 8 })
  .map((frames) =>
    Buffer.concat(frames.map(([type, flags, stream, bytes]) => frame(type, flags, stream, bytes))),
  );

describe('frames', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(anyStream, fc.array(fc.nat(40_000), { maxLength: 12 }), (stream, cuts) => {
        const whole = heardOf([stream]);
        const cut = heardOf(cutAt(stream, cuts));
        expect(cut.frames).toEqual(whole.frames);
        expect(cut.flowBytes).toBe(whole.flowBytes);
        expect(cut.wireBytes).toBe(whole.wireBytes);
        expect([whole.broken, cut.broken]).toEqual(['', '']);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same byte by byte', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const short = stream.subarray(0, 500);
        const bytes = Array.from(short, (byte) => Uint8Array.of(byte));
        expect(heardOf(bytes).frames).toEqual(heardOf([short]).frames);
      }),
      { numRuns: 100 },
    );
  });

  it('of random bytes end in a verdict or wait for more, never in a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200)), (bytes, cuts) => {
        const whole = heardOf([bytes]);
        const cut = heardOf(cutAt(bytes, cuts));
        expect(cut.frames).toEqual(whole.frames);
        // A frame announced too large is seen as soon as its header is there, in one piece or not.
        expect(cut.broken).toBe(whole.broken);
      }),
      { numRuns: 2000 },
    );
  });
});
