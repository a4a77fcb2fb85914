import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { ITEM_FORMATS, ITEM_SHAPES } from '../factor-names.js';
import { cellSpec } from '../testing/cell-spec.js';
import { createCellEncryptor } from '../work/cell-encryptor.js';
import { generateItem, type Item } from './generate-item.js';
import { formatCodec } from './item-format.js';
import { payloadOf } from './item-layout.js';
import { ItemPool } from './item-pool.js';
import { partitionValue } from './primary-key.js';
import { sameItem } from './same-item.js';
import { storedBytes } from './stored-bytes.js';

const drawn = { seed: 7, number: 0 };

/** Sizes by DynamoDB's rules, straight from an item. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

function valueSize(value: AttributeValue): number {
  if (value.B !== undefined) return value.B.length;
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  throw new Error('no item here has such a value');
}

describe('items', () => {
  it('the harness item is the original: keys, one map of bytes, a signed and an unsigned text', () => {
    const item = generateItem(cellSpec({ dataSize: 1024, itemKeys: 'fixed' }), 'benchmark-test', drawn);
    expect(Object.keys(item)).toEqual([
      'partition_key',
      'sort_key',
      'attribute1',
      'attribute2',
      ':attribute3',
    ]);
    expect(item).toMatchObject({
      partition_key: { S: 'benchmark-test' },
      sort_key: { N: '0' },
      attribute2: { S: 'sign me!' },
      ':attribute3': { S: 'ignore me!' },
    });
    expect(item.attribute1?.M?.data?.B).toHaveLength(1024);
  });

  it('flat, nested and single have the structure of the sample items', () => {
    const flat = payloadOf(cellSpec({ shape: 'flat', attributes: 98, nesting: 0, dataSize: 98 * 2000 }));
    expect(flat).toHaveLength(98);
    expect(flat.every(({ bytes, keys }) => bytes === 2000 && keys.length === 0)).toBe(true);
    const nested = payloadOf(cellSpec({ shape: 'nested', attributes: 2, nesting: 11, dataSize: 2000 }));
    expect(nested.map(({ keys }) => keys.join(' '))).toEqual(
      Array(2).fill(
        'Attribute10 Attribute9 Attribute8 Attribute7 Attribute6 Attribute5 Attribute4 Attribute3 Attribute2 Attribute1 Attribute0',
      ),
    );
    const item = generateItem(cellSpec({ shape: 'single', nesting: 0, dataSize: 500 }), 'p', drawn);
    expect(Object.keys(item)).toEqual(['partition_key', 'sort_key', 'Attribute1']);
  });

  it('are drawn from the seed', () => {
    const spec = cellSpec({ dataSize: 64 });
    expect(generateItem(spec, 'p', drawn)).toEqual(generateItem(spec, 'p', drawn));
    expect(sameItem(generateItem(spec, 'p', drawn), generateItem(spec, 'p', { seed: 8, number: 0 }))).toBe(
      false,
    );
    expect(sameItem(generateItem(spec, 'p', drawn), generateItem(spec, 'p', { seed: 7, number: 1 }))).toBe(
      false,
    );
  });

  it.each(
    ITEM_SHAPES.flatMap((shape) => (['0x6700', '0x6701'] as const).map((suite) => [shape, suite] as const)),
  )('of shape %s under %s have the stored size that is computed', async (shape, suite) => {
    const spec = cellSpec({ shape, suite, dataSize: 3001, attributes: 7, nesting: 3, encryptedShare: 0.5 });
    const item = generateItem(spec, partitionValue('fresh', 0, 0), drawn);
    const { encryptedItem } = await createCellEncryptor(spec, 'table', 1).encryptItem(item);
    expect(storedBytes({ ...spec, encrypted: true })).toBe(sizeOf(encryptedItem));
    expect(storedBytes({ ...spec, encrypted: false })).toBe(sizeOf(item));
  });
});

describe('formats', () => {
  it.each(ITEM_FORMATS)('%s gives back what it was given', (format) => {
    const item = generateItem(cellSpec({ dataSize: 300, attributes: 3, nesting: 2 }), 'p', drawn);
    const { read, write } = formatCodec(format);
    expect(sameItem(read(write(item)), item)).toBe(true);
  });

  it('DynamoDB JSON is text with bytes in base64', () => {
    const { read, write } = formatCodec('dynamodb-json');
    const item: Item = {
      a: { B: Buffer.from('hi') },
      b: { L: [{ BS: [Buffer.from('x')] }, { NULL: true }] },
    };
    expect(write(item)).toBe('{"a":{"B":"aGk="},"b":{"L":[{"BS":["eA=="]},{"NULL":true}]}}');
    expect(JSON.stringify(write(read(write(item))))).toBe(JSON.stringify(write(item)));
  });
});

describe('the pool', () => {
  it.each(ITEM_FORMATS)('gives every item a primary key of its own, as %s', (format) => {
    const pool = new ItemPool(cellSpec({ format, dataSize: 100 }), { seed: 1, lane: 3, items: 2 });
    const { read } = formatCodec(format);
    const items = [0, 1, 2, 3].map((sequence) => read(pool.givenOf(sequence)));
    expect(items.map(({ partition_key: key }) => key?.S)).toEqual(
      [0, 1, 2, 3].map((n) => `item-0003-000000000${n}`),
    );
    for (const [i, item] of items.entries()) expect(sameItem(item, pool.itemOf(i))).toBe(true);
    expect(sameItem(items[0]!, items[2]!)).toBe(false);
  });

  it('has one key for all when the key is fixed, and as many payloads as hold 16 MiB', () => {
    const pool = new ItemPool(cellSpec({ itemKeys: 'fixed', dataSize: 100 }), { seed: 1, lane: 0 });
    expect(pool.size).toBe(64);
    expect(pool.itemOf(1).partition_key).toEqual(pool.itemOf(2).partition_key);
    expect(new ItemPool(cellSpec({ dataSize: 2 ** 23 }), { seed: 1, lane: 0 }).size).toBe(2);
  });
});

describe('comparing items', () => {
  const item: Item = { a: { S: 'x' }, m: { M: { b: { B: Buffer.from([1, 2]) }, l: { L: [{ N: '1' }] } } } };

  it('finds any difference', () => {
    const same: Item = {
      m: { M: { l: { L: [{ N: '1' }] }, b: { B: new Uint8Array([1, 2]) } } },
      a: { S: 'x' },
    };
    expect(sameItem(item, same)).toBe(true);
    for (const other of [
      { ...item, a: { S: 'y' } },
      { ...item, a: { N: '1' } },
      { ...item, c: { S: 'x' } },
      { a: item.a! },
      { ...item, m: { M: { b: { B: Buffer.from([1, 3]) }, l: { L: [{ N: '1' }] } } } },
      { ...item, m: { M: { b: { B: Buffer.from([1, 2]) }, l: { L: [] } } } },
    ] as Item[]) {
      expect(sameItem(item, other)).toBe(false);
      expect(sameItem(other, item)).toBe(false);
    }
  });
});

it('the encryptor refuses what is no item, with codes of its own', async () => {
  const encryptor = createCellEncryptor(cellSpec({ shape: 'single', nesting: 0 }), 'table', 1);
  const item = generateItem(cellSpec({ shape: 'single', nesting: 0, dataSize: 10 }), 'p', drawn);
  const deep = Array.from({ length: 33 }).reduce<AttributeValue>((inner) => ({ M: { a: inner } }), {
    S: 'x',
  });
  await expect(encryptor.encryptItem({ ...item, Attribute1: deep })).rejects.toMatchObject({
    code: 'ERR_VALUE_DEPTH',
  });
  const long = { N: '1'.repeat(39) };
  await expect(encryptor.encryptItem({ ...item, Attribute1: long })).rejects.toMatchObject({
    code: 'ERR_VALUE_NUMBER',
  });
  const { encryptedItem } = await encryptor.encryptItem(item);
  encryptedItem.Attribute1!.B![3]! ^= 1;
  await expect(encryptor.decryptItem(encryptedItem)).rejects.toMatchObject({ code: 'ERR_FOOTER_TAG' });
});
