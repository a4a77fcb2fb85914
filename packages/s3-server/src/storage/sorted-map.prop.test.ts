import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listObjects } from './list-objects.js';
import { compareUtf8 } from './object-key.js';
import type { ListedObject } from './object-store.js';
import { SortedMap } from './sorted-map.js';

/** Few letters, so that keys share beginnings; beyond U+FFFF and behind the surrogates too, where UTF-16 sorts otherwise. */
const key = fc
  .array(fc.constantFrom('a', 'b', '/', '\u{1F600}', '\uFF5E', '\uD7FF', 'é', '\0'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((letters) => letters.join(''));

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const objectOf = (name: string): ListedObject => ({
  key: name,
  sizeBytes: 0,
  etag: '',
  lastModified: 0,
  checksum: undefined,
});

function mapOf(keys: Iterable<string>): SortedMap<ListedObject> {
  const map = new SortedMap<ListedObject>();
  for (const one of keys) map.set(one, objectOf(one));
  return map;
}

function walk<V>(map: SortedMap<V>): string[] {
  const keys: string[] = [];
  for (const cursor = map.seek(() => false); cursor.key !== undefined; cursor.next()) keys.push(cursor.key);
  return keys;
}

describe('keys in UTF-8 order', () => {
  it('compare as their bytes do', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(bytewise(a, b)));
      }),
    );
  });

  it('stay sorted through any insertions and deletions, in blocks that split and empty', () => {
    const change = fc.record({ name: fc.integer({ min: 0, max: 3000 }), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { minLength: 500, maxLength: 3000 }), (changes) => {
        const map = new SortedMap<number>();
        const model = new Map<string, number>();
        changes.forEach(({ name, remove }, index) => {
          const text = `k${name}`;
          if (remove) expect(map.delete(text)).toBe(model.delete(text));
          else {
            map.set(text, index);
            model.set(text, index);
          }
        });
        expect(walk(map)).toEqual([...model.keys()].sort(bytewise));
        expect(map.size).toBe(model.size);
        for (const [name, value] of model) expect(map.get(name)).toBe(value);
      }),
      { numRuns: 20 },
    );
  });

  it('stay sorted beyond one block, inserted forwards, backwards and in turns', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `k${String(index).padStart(6, '0')}`);
    const turns = names.map((_, index) => names[(index * 2621) % 5000]!);
    for (const order of [names, [...names].reverse(), turns]) expect(walk(mapOf(order))).toEqual(names);
    const map = mapOf(names);
    for (const name of turns) expect(map.delete(name)).toBe(true);
    expect([map.size, walk(map)]).toEqual([0, []]);
  });
});

/** What S3 documents, without any cleverness. */
function listNaively(keys: readonly string[], prefix: string, delimiter: string | undefined) {
  const objects: string[] = [];
  const commonPrefixes = new Set<string>();
  for (const name of [...keys].sort(bytewise)) {
    if (!name.startsWith(prefix)) continue;
    const at = delimiter === undefined ? -1 : name.indexOf(delimiter, prefix.length);
    if (at < 0) objects.push(name);
    else commonPrefixes.add(name.slice(0, at + delimiter!.length));
  }
  return { objects, commonPrefixes: [...commonPrefixes] };
}

describe('a listing', () => {
  const query = fc.record({
    keys: fc.uniqueArray(key, { maxLength: 40 }),
    prefix: fc.oneof(
      fc.constant(''),
      key.map((text) => [...text].slice(0, 2).join('')),
    ),
    delimiter: fc.constantFrom(undefined, '/', 'a', 'b/'),
    maxKeys: fc.integer({ min: 1, max: 7 }),
  });

  it('is the same in pages of any size as at once, and as the naive one', () => {
    fc.assert(
      fc.property(query, ({ keys, prefix, delimiter, maxKeys }) => {
        const map = mapOf(keys);
        const asked = { prefix, maxKeys, ...(delimiter === undefined ? {} : { delimiter }) };
        const objects: string[] = [];
        const commonPrefixes: string[] = [];
        let startAfter: string | undefined;
        for (let page = 0; page <= keys.length; page++) {
          const listing = listObjects(map, { ...asked, ...(startAfter === undefined ? {} : { startAfter }) });
          objects.push(...listing.objects.map((object) => object.key));
          commonPrefixes.push(...listing.commonPrefixes);
          expect(listing.objects.length + listing.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          expect(listing.isTruncated).toBe(listing.nextStartAfter !== undefined);
          startAfter = listing.nextStartAfter;
          if (startAfter === undefined) break;
        }
        expect(startAfter).toBeUndefined();
        expect({ objects, commonPrefixes }).toEqual(listNaively(keys, prefix, delimiter));
      }),
    );
  });

  it('begins behind any key, one that is not there included', () => {
    const map = mapOf(['a', 'b/1', 'b/2', 'c']);
    const after = (startAfter: string, delimiter?: string) => {
      const asked = {
        prefix: '',
        startAfter,
        maxKeys: 10,
        ...(delimiter === undefined ? {} : { delimiter }),
      };
      const listing = listObjects(map, asked);
      return [...listing.objects.map((object) => object.key), ...listing.commonPrefixes];
    };
    expect(after('a')).toEqual(['b/1', 'b/2', 'c']);
    expect(after('b')).toEqual(['b/1', 'b/2', 'c']);
    expect(after('b/1', '/')).toEqual(['c', 'b/']);
    expect(after('b/', '/')).toEqual(['c']);
    expect(after('c')).toEqual([]);
  });

  it('of nothing at all is not truncated', () => {
    expect(listObjects(mapOf(['a']), { prefix: '', maxKeys: 0 })).toEqual({
      objects: [],
      commonPrefixes: [],
      isTruncated: false,
    });
  });
});
