import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HpackDecoder } from './decoder.js';
import { encodeHeaderBlock } from './encoder.js';
import { decodeHuffman, mostDecoded } from './huffman-decode.js';
import { encodeHuffman, huffmanLength } from './huffman-encode.js';
import { IntegerReader, MOST_INTEGER, pushInteger } from './integer.js';
import { STATIC_NAMES, STATIC_VALUES } from './static-table.js';
import { CollectedFields, decodeFields } from './test-support/collect-fields.js';

const latin1 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const anyField = fc.oneof(
  fc.tuple(latin1, latin1),
  fc
    .integer({ min: 1, max: STATIC_NAMES.length - 1 })
    .chain((i) =>
      fc.tuple(fc.constant(text(STATIC_NAMES[i]!)), fc.oneof(fc.constant(text(STATIC_VALUES[i]!)), latin1)),
    ),
);

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

describe('Huffman code', () => {
  it('decodes to what was encoded, wherever it stands', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(5), (bytes, at) => {
        const coded = encodeHuffman(bytes);
        expect(coded).toHaveLength(huffmanLength(bytes));
        const target = new Uint8Array(at + mostDecoded(coded.length));
        const end = decodeHuffman(coded, 0, coded.length, target, at);
        expect(target.subarray(at, end)).toEqual(bytes);
      }),
    );
  });

  it('has one code for each string: what decodes, encodes to the same again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (coded) => {
        const target = new Uint8Array(mostDecoded(coded.length));
        const end = decodeHuffman(coded, 0, coded.length, target, 0);
        if (end >= 0) expect(encodeHuffman(target.subarray(0, end))).toEqual(coded);
      }),
      { numRuns: 2000 },
    );
  });
});

it('integers of every prefix decode to what was encoded', () => {
  const anyInteger = fc.oneof(fc.nat(300), fc.nat(MOST_INTEGER), fc.constant(MOST_INTEGER));
  fc.assert(
    fc.property(anyInteger, fc.integer({ min: 1, max: 8 }), (value, prefixBits) => {
      const out: number[] = [];
      pushInteger(out, value, prefixBits, 0);
      const reader = new IntegerReader();
      expect(reader.read(Uint8Array.from(out), out.length, prefixBits)).toBe(value);
      expect(reader.at).toBe(out.length);
      reader.at = 0;
      expect(reader.read(Uint8Array.from(out), out.length - 1, prefixBits)).toBe(-1);
    }),
  );
});

it('a block decodes to the fields that were encoded, and leaves the table alone', () => {
  const decoder = new HpackDecoder(1e6);
  fc.assert(
    fc.property(fc.array(anyField, { maxLength: 20 }), fc.boolean(), (fields, huffman) => {
      expect(decodeFields(decoder, encodeHeaderBlock(fields, huffman))).toEqual(fields);
      expect(decoder.touchedTable).toBe(false);
      expect(decoder.table.generation).toBe(0);
    }),
  );
});

it('Huffman never makes a block longer', () => {
  fc.assert(
    fc.property(fc.array(anyField, { maxLength: 10 }), (fields) => {
      const plain = encodeHeaderBlock(fields, false).length;
      expect(encodeHeaderBlock(fields, true).length).toBeLessThanOrEqual(plain);
    }),
  );
});

it('random blocks neither crash the decoder nor let its table outgrow its limit', () => {
  const decoder = new HpackDecoder(1000, 200);
  const sink = new CollectedFields();
  // Mostly opcodes that do something, so that some of the noise gets far.
  const byte = fc.oneof(fc.constantFrom(0x40, 0x7e, 0xbe, 0xbf, 0x20, 0x3f, 1, 2, 0x82, 0x61), fc.nat(255));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 80 }), (block) => {
      const bytes = Uint8Array.from(block);
      const well = decoder.decode(bytes, 0, bytes.length, sink);
      expect(well).toBe(decoder.failure === '');
      expect(decoder.table.size).toBeLessThanOrEqual(200);
      expect(decoder.table.count).toBeLessThanOrEqual(200 / 32);
    }),
    { numRuns: 5000 },
  );
});
