import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../attribute/attribute-value.js';
import { attributeValue } from '../testing/arbitrary-items.js';
import { referenceValue } from '../testing/reference-values.js';
import { CanonicalWriter, longFrom } from './canonical-writer.js';
import { decodeValue } from './decode.js';
import { encodeValue } from './encode.js';
import { TYPE_ID } from './type-id.js';

function encode(value: AttributeValue): { typeId: number; bytes: Buffer } {
  const writer = new CanonicalWriter(16);
  const mark = writer.mark();
  const typeId = encodeValue(value, writer);
  return { typeId, bytes: Buffer.from(writer.toBuffer(writer.since(mark))) };
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const nested = (depth: number): AttributeValue => (depth === 1 ? { NULL: true } : { L: [nested(depth - 1)] });
const code = (name: string) => expect.objectContaining({ code: name });

describe('the canonical form', () => {
  it.each<[string, AttributeValue, string]>([
    ['null', { NULL: true }, ''],
    ['a boolean', { BOOL: true }, '01'],
    ['a number', { N: '+1.50' }, '31 2e 35'],
    ['a set of strings', { SS: ['b', 'a'] }, '00000002 00000001 61 00000001 62'],
    ['a set of numbers', { NS: ['10', '2.0'] }, '00000002 00000002 3130 00000001 32'],
    ['a list', { L: [{ BOOL: false }] }, '00000001 0004 00000001 00'],
    [
      'a map',
      { M: { b: { N: '1' }, a: { S: '' } } },
      '00000002 0001 00000001 61 0001 00000000 0001 00000001 62 0002 00000001 31',
    ],
  ])('of %s', (_what, value, bytes) => {
    expect(encode(value).bytes).toEqual(hex(bytes));
  });

  it('sorts strings by UTF-16 code units, as the others do, not by code points', () => {
    const { bytes } = encode({ SS: ['\uFE4C', '\u{10002}'] });
    expect(bytes.indexOf('\u{10002}')).toBeLessThan(bytes.indexOf('\uFE4C'));
  });

  it('is that of the reference, and is read back', () => {
    fc.assert(
      fc.property(attributeValue, (value) => {
        const { typeId, bytes } = encode(value);
        const reference = referenceValue(value);
        expect(bytes).toEqual(reference.bytes);
        expect(typeId).toBe(reference.typeId.readUInt16BE(0));
        expect(encode(decodeValue(typeId, bytes)).bytes).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([longFrom - 1, longFrom, 3 * longFrom + 5, 200_000])(
    'takes in %i long pieces unchanged',
    (length) => {
      const B = new Uint8Array(length).fill(7);
      const S = '𐀁ä'.repeat(length).slice(1);
      const value: AttributeValue = {
        L: [{ B }, { S: S.slice(1) }, { BS: [B, B.subarray(1)] }, { M: { b: { B } } }],
      };
      const { bytes } = encode(value);
      expect(bytes.equals(referenceValue(value).bytes)).toBe(true);
      expect(decodeValue(TYPE_ID.L, bytes)).toEqual({
        L: [{ B }, { S: S.slice(1) }, { BS: [B.subarray(1), B] }, { M: { b: { B } } }],
      });
    },
  );

  it.each<[string, unknown, string]>([
    ['no type', {}, 'ERR_VALUE_TYPE'],
    ['two types', { S: 'a', N: '1' }, 'ERR_VALUE_TYPE'],
    ['an unknown type', { $unknown: ['X', 1] }, 'ERR_VALUE_TYPE'],
    ['a type by inheritance', Object.create({ S: 'a' }), 'ERR_VALUE_TYPE'],
    ['nothing', undefined, 'ERR_VALUE_TYPE'],
    ['a bare string', 'a', 'ERR_VALUE_TYPE'],
    ['a number as a number', { N: 1 }, 'ERR_VALUE_TYPE'],
    ['a binary as text', { B: 'AA==' }, 'ERR_VALUE_TYPE'],
    ['a boolean as text', { BOOL: 'true' }, 'ERR_VALUE_TYPE'],
    ['a set with a hole', { SS: new Array(1) }, 'ERR_VALUE_TYPE'],
    ['a set that is none', { NS: new Set(['1']) }, 'ERR_VALUE_TYPE'],
    ['a map that is a list', { M: [] }, 'ERR_VALUE_TYPE'],
    ['null as text', { NULL: 'true' }, 'ERR_VALUE_TYPE'],
    ['a lone surrogate', { S: 'a\uD800' }, 'ERR_VALUE_STRING'],
    ['a lone surrogate in a long text', { S: `${'x'.repeat(longFrom)}\uDC00` }, 'ERR_VALUE_STRING'],
    ['a lone surrogate as a key', { M: { '\uD800': { S: '' } } }, 'ERR_VALUE_STRING'],
    ['an empty key', { M: { '': { S: '' } } }, 'ERR_VALUE_STRING'],
    ['an enormous key', { M: { ['ä'.repeat(32_768)]: { S: '' } } }, 'ERR_VALUE_STRING'],
    ['a string twice', { SS: ['a', 'b', 'a'] }, 'ERR_VALUE_DUPLICATE'],
    ['a number twice in different clothes', { NS: ['1', '1.0'] }, 'ERR_VALUE_DUPLICATE'],
    ['a binary twice', { BS: [new Uint8Array(1), new Uint8Array(1)] }, 'ERR_VALUE_DUPLICATE'],
    ['33 levels', nested(33), 'ERR_VALUE_DEPTH'],
  ])('does not exist for %s', (_what, value, name) => {
    expect(() => encode(value as AttributeValue)).toThrow(code(name));
  });

  it('exists for 32 levels and for a member that is there but undefined', () => {
    expect(encode(nested(32)).bytes.length).toBeGreaterThan(0);
    expect(encode({ S: 'a', N: undefined as never } as AttributeValue).bytes).toEqual(Buffer.from('a'));
  });
});

describe('reading it', () => {
  it.each<[string, number, string]>([
    ['a null with bytes', TYPE_ID.NULL, '00'],
    ['an empty boolean', TYPE_ID.BOOL, ''],
    ['a long boolean', TYPE_ID.BOOL, '0001'],
    ['a third truth', TYPE_ID.BOOL, '02'],
    ['no UTF-8', TYPE_ID.S, 'c0 80'],
    ['a surrogate in UTF-8', TYPE_ID.S, 'ed a0 80'],
    ['an unknown type', 0x0003, ''],
    ['an unknown type inside', TYPE_ID.L, '00000001 0003 00000000'],
    ['a count cut short', TYPE_ID.SS, '0000'],
    ['a count beyond the bytes', TYPE_ID.L, 'ffffffff'],
    ['a length beyond the bytes', TYPE_ID.SS, '00000001 00000002 61'],
    ['bytes left over', TYPE_ID.SS, '00000001 00000001 61 00'],
    ['bytes left over inside', TYPE_ID.L, '00000001 0101 00000005 00000000 00'],
    ['a string twice', TYPE_ID.SS, '00000002 00000001 61 00000001 61'],
    ['a binary twice', TYPE_ID.BS, '00000002 00000001 61 00000001 61'],
    ['a key twice', TYPE_ID.M, '00000002 0001 00000001 61 0000 00000000 0001 00000001 61 0000 00000000'],
    ['a key that is no string', TYPE_ID.M, '00000001 0002 00000001 31 0000 00000000'],
    ['an empty key', TYPE_ID.M, '00000001 0001 00000000 0000 00000000 00'],
  ])('refuses %s', (_what, typeId, bytes) => {
    expect(() => decodeValue(typeId, hex(bytes))).toThrow(code('ERR_PLAINTEXT_ENCODING'));
  });

  it('refuses 33 levels', () => {
    const deeper = ({ bytes, typeId }: { bytes: Buffer; typeId: number }) => {
      const head = Buffer.alloc(10);
      head.writeUInt32BE(1, 0);
      head.writeUInt16BE(typeId, 4);
      head.writeUInt32BE(bytes.length, 6);
      return { typeId: TYPE_ID.L as number, bytes: Buffer.concat([head, bytes]) };
    };
    const { typeId, bytes } = deeper(encode(nested(32)));
    expect(() => decodeValue(typeId, bytes)).toThrow(code('ERR_PLAINTEXT_ENCODING'));
  });

  it('keeps a byte order mark and a replacement character', () => {
    for (const S of ['\uFEFFa', 'a\uFFFDb']) expect(decodeValue(TYPE_ID.S, Buffer.from(S))).toEqual({ S });
  });

  it('never throws anything else, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(TYPE_ID)),
        fc.uint8Array({ maxLength: 64 }),
        (typeId, bytes) => {
          try {
            decodeValue(typeId, Buffer.from(bytes));
          } catch (error) {
            expect(error).toEqual(code('ERR_PLAINTEXT_ENCODING'));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('does not hand out views that keep a large buffer alive for a few bytes', () => {
    const value: AttributeValue = { L: [{ B: new Uint8Array(300_000) }, { B: new Uint8Array(10) }] };
    const { L } = decodeValue(TYPE_ID.L, encode(value).bytes) as { L: { B: Uint8Array }[] };
    expect(L[0]?.B.buffer.byteLength).toBeLessThan(301_000);
    // A block that small values share, as those of Buffer.from do.
    expect(L[1]?.B.buffer.byteLength).toBeLessThanOrEqual(16 * 1024);
  });
});
