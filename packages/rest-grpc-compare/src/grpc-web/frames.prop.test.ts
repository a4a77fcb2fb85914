import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameAnswer, frameMessage, readFrames, trailersOf } from './frames.js';

const messages = fc.uint8Array({ maxLength: 300 });
const details = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('readFrames', () => {
  it('reads back what was framed', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 0, max: 16 }), details, (message, code, text) => {
        expect(readFrames(frameMessage(message))).toEqual({ message: Buffer.from(message), status: null });
        expect(readFrames(frameAnswer(message))).toEqual({
          message: Buffer.from(message),
          status: { code: 0, details: '' },
        });
        expect(readFrames(trailersOf({ code, details: text }))).toEqual({
          message: null,
          status: { code, details: text },
        });
      }),
    );
  });

  it('takes no part of an answer for the whole, and never throws', () => {
    fc.assert(
      fc.property(messages, fc.nat(), (message, at) => {
        const whole = frameAnswer(message);
        const cut = whole.subarray(0, at % whole.length);
        expect(readFrames(cut)?.status ?? null).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const answer = readFrames(Buffer.from(bytes));
        expect((answer?.message?.length ?? 0) <= bytes.length).toBe(true);
      }),
    );
  });

  it('refuses two messages, compression, and what follows the trailers', () => {
    const one = frameMessage(Uint8Array.of(1));
    expect(readFrames(Buffer.concat([one, one]))).toBeNull();
    expect(readFrames(Buffer.concat([trailersOf({ code: 0, details: '' }), one]))).toBeNull();
    expect(readFrames(Buffer.from([1, 0, 0, 0, 0]))).toBeNull();
  });

  it('reads a message that was not percent-encoded as it is', () => {
    const block = Buffer.from('Grpc-Status:3\r\nGrpc-Message: 100% wrong\r\n');
    const prefix = Buffer.from([0x80, 0, 0, 0, block.length]);
    expect(readFrames(Buffer.concat([prefix, block]))?.status).toEqual({ code: 3, details: '100% wrong' });
  });
});
