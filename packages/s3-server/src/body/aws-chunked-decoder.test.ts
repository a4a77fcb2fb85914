import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsChunkedDecoder } from './aws-chunked-decoder.js';

interface Decoded {
  readonly text: string;
  readonly trailer: Record<string, string>;
}

/** Decodes a body that comes in pieces of so many bytes. */
function decode(body: string, pieceBytes = body.length, trailer = true): Decoded {
  const data: Buffer[] = [];
  const decoder = new AwsChunkedDecoder({ signer: undefined, trailer, onData: (piece) => data.push(piece) });
  const bytes = Buffer.from(body, 'latin1');
  for (let at = 0; at < bytes.length; at += pieceBytes) decoder.push(bytes.subarray(at, at + pieceBytes));
  return { trailer: Object.fromEntries(decoder.finish()), text: Buffer.concat(data).toString('latin1') };
}

const large = 'x'.repeat(8192);

describe('aws-chunked', () => {
  test('is taken apart, wherever its pieces end', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 3 }),
        fc.nat({ max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (chunks, last, piece) => {
          const tail = 'y'.repeat(last);
          const body = `${`2000\r\n${large}\r\n`.repeat(chunks)}${last === 0 ? '' : `${last.toString(16)}\r\n${tail}\r\n`}0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`;
          expect(decode(body, piece)).toEqual({
            text: large.repeat(chunks) + tail,
            trailer: { 'x-amz-checksum-crc32': 'AAAAAA==' },
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    ['no size', 'hello\r\n'],
    ['a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['a size of many digits', `${'f'.repeat(17)}\r\n`],
    ['an endless size line', '1'.repeat(10_000)],
    ['a bare line feed', '5\nhello\n0\n\n'],
    ['more data than its size', '5\r\nhello!\r\n0\r\n\r\n'],
    ['bytes behind its end', '0\r\n\r\n0\r\n\r\n'],
    ['a trailer without a colon', '0\r\nnothing\r\n\r\n'],
    ['a trailer twice', '0\r\na:1\r\na:2\r\n\r\n'],
    ['an endless trailer', `0\r\n${'a:1\r\n'.repeat(2000)}`],
  ])('with %s is refused', (_, body) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ code: 'InvalidRequest' }));
  });

  test('with a trailer that was not announced is refused', () => {
    expect(() => decode('0\r\na:1\r\n\r\n', 100, false)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest' }),
    );
  });

  test.each(['', '5\r\nhel', '5\r\nhello\r\n', '0\r\n'])('that ends early is refused: %j', (body) => {
    expect(() => decode(body, 100)).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
  });

  test('with small chunks before its last is refused, as S3 does', () => {
    expect(() => decode('1\r\na\r\n1\r\nb\r\n0\r\n\r\n')).toThrow(
      expect.objectContaining({ code: 'InvalidChunkSizeError', status: 403 }),
    );
  });
});
