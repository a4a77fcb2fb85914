import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HpackDecoder } from './decoder.js';
import { IntegerReader, pushInteger } from './integer.js';
import {
  CollectedFields,
  decodeFields,
  type Field,
  fromHex,
  tableOf,
} from './test-support/collect-fields.js';

interface Sequence {
  readonly section: string;
  readonly tableLimit: number;
  readonly blocks: { hex: string; fields: Field[]; table: Field[]; size: number }[];
}
const { sequences } = JSON.parse(
  readFileSync(new URL('./testdata/rfc7541-appendix-c.json', import.meta.url), 'utf8'),
) as { sequences: Sequence[] };

const decoderOf = (listLimit = 65_536, tableLimit?: number) => new HpackDecoder(listLimit, tableLimit);
const literal = (name: string, value: string, first = '00') =>
  `${first}${name === '' ? '' : stringHex(name)}${stringHex(value)}`;
const stringHex = (text: string) =>
  text.length.toString(16).padStart(2, '0') + Buffer.from(text).toString('hex');

describe('RFC 7541, Appendix C', () => {
  it.each(sequences)('$section', ({ tableLimit, blocks }) => {
    const decoder = decoderOf(65_536, tableLimit);
    for (const { hex, fields, table, size } of blocks) {
      expect(decodeFields(decoder, fromHex(hex))).toEqual(fields);
      expect(tableOf(decoder)).toEqual(table);
      expect(decoder.table.size).toBe(size);
    }
  });

  it('has examples of every representation', () => {
    expect(sequences).toHaveLength(8);
    expect(sequences.flatMap(({ blocks }) => blocks)).toHaveLength(16);
  });
});

describe('the dynamic table', () => {
  it('is emptied by an entry larger than it, which is handed over all the same', () => {
    const decoder = decoderOf(65_536, 64);
    decodeFields(decoder, fromHex(literal('a', 'b', '40')));
    expect(tableOf(decoder)).toEqual([['a', 'b']]);
    const value = 'x'.repeat(60);
    expect(decodeFields(decoder, fromHex(literal('a', value, '40')))).toEqual([['a', value]]);
    expect(tableOf(decoder)).toEqual([]);
  });

  it('takes a name from an entry that the new one evicts', () => {
    const decoder = decoderOf(65_536, 80);
    const name = 'name-of-20-characters';
    decodeFields(decoder, fromHex(literal(name, 'old', '40')));
    for (let i = 0; i < 50; i++) {
      expect(decodeFields(decoder, fromHex(literal('', `v${i % 10}`, '7e')))).toEqual([[name, `v${i % 10}`]]);
      expect(tableOf(decoder)).toEqual([[name, `v${i % 10}`]]);
    }
  });

  it('shrinks and grows by size updates up to what was allowed', () => {
    const decoder = decoderOf();
    decodeFields(decoder, fromHex(literal('a', 'b', '40') + literal('c', 'd', '40')));
    decodeFields(decoder, fromHex('3f0282')); // 33 bytes: none of the entries of 34 fits
    expect(tableOf(decoder)).toEqual([]);
    decodeFields(decoder, fromHex(`203fe11f${literal('a', 'b', '40')}`)); // 0, then 4096
    expect(tableOf(decoder)).toEqual([['a', 'b']]);
  });

  it('says whether a block depends on it', () => {
    const decoder = decoderOf();
    const { generation } = decoder.table;
    decodeFields(decoder, fromHex(`88${literal('a', 'b')}`));
    expect(decoder.touchedTable).toBe(false);
    decodeFields(decoder, fromHex(literal('a', 'b', '40')));
    expect(decoder.touchedTable).toBe(true);
    expect(decoder.table.generation).toBeGreaterThan(generation);
    const grown = decoder.table.generation;
    decodeFields(decoder, fromHex('88be'));
    expect(decoder.touchedTable).toBe(true);
    expect(decoder.table.generation).toBe(grown);
  });
});

describe('a block that is broken', () => {
  it.each([
    ['index 0', '80'],
    ['an index beyond the tables', 'be'],
    ['a name index beyond the tables', '7e0161'],
    ['an index that overflows', 'ffffffffff7f'],
    ['an index with endless zeros', `ff${'80'.repeat(20)}00`],
    ['an index that is cut off', 'ff80'],
    ['a literal without a name', '40'],
    ['a name that is cut off', '00056162'],
    ['a value that is missing', '000161'],
    ['a value that is cut off', '0001610561'],
    ['a string length that overflows', '0001617fffffffff7f'],
    ['Huffman code with EOS in it', '00016184ffffffff'],
    ['Huffman padding longer than seven bits', '00016182e8ff'.replace('e8', 'f8')],
    ['Huffman padding with zeros', '0001618100'],
    ['a size update after a field', '8220'],
    ['three size updates', '20202082'],
    ['a table larger than allowed', '3fe21f'],
    ['a table size that is cut off', '3f'],
  ])('%s', (_title, hex) => {
    const decoder = decoderOf();
    expect(decoder.decode(fromHex(hex), 0, fromHex(hex).length, new CollectedFields())).toBe(false);
    expect(decoder.failure).toMatch(/^header compression: /);
  });

  it('does not spoil the verdict on the next', () => {
    const decoder = decoderOf();
    expect(() => decodeFields(decoder, fromHex('80'))).toThrow();
    expect(decodeFields(decoder, fromHex('82'))).toEqual([[':method', 'GET']]);
  });
});

it('reads only the range it is given', () => {
  const sink = new CollectedFields();
  expect(decoderOf().decode(fromHex('ff82ff'), 1, 2, sink)).toBe(true);
  expect(sink.fields).toEqual([[':method', 'GET']]);
});

describe('a list of fields that is too long', () => {
  it('is decoded to its end, so that the table stays right, but not handed over', () => {
    const decoder = decoderOf(100);
    const fields = decodeFields(decoder, fromHex(`8282${literal('a', 'x'.repeat(40), '40')}82`));
    expect(fields).toEqual([
      [':method', 'GET'],
      [':method', 'GET'],
    ]);
    expect(decoder.tooLong).toBe(true);
    expect(decoder.table.count).toBe(1);
    expect(decodeFields(decoder, fromHex('82'))).toHaveLength(1);
    expect(decoder.tooLong).toBe(false);
  });

  it('costs no more than its bytes, however long the entry that it repeats', () => {
    const decoder = decoderOf(65_536);
    decodeFields(decoder, fromHex(`400161${'7fa11e'}${'78'.repeat(4000)}`));
    let calls = 0;
    const block = new Uint8Array(16_384).fill(0xbe);
    expect(decoder.decode(block, 0, block.length, { field: () => calls++ })).toBe(true);
    expect(decoder.tooLong).toBe(true);
    expect(calls).toBe(Math.floor(65_536 / (4001 + 32)));
  });
});

it.each([
  ['C.1.1', 10, 5, '0a'],
  ['C.1.2', 1337, 5, '1f9a0a'],
  ['C.1.3', 42, 8, '2a'],
])('integers of RFC 7541, %s', (_section, value, prefixBits, hex) => {
  const out: number[] = [];
  pushInteger(out, value, prefixBits, 0);
  expect(Buffer.from(out).toString('hex')).toBe(hex);
  expect(new IntegerReader().read(fromHex(hex), out.length, prefixBits)).toBe(value);
});
