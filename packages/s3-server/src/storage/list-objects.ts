import { compareUtf8 } from './object-key.js';
import type { ListedObject, ListObjectsQuery, ObjectListing } from './object-store.js';
import type { SortedMap } from './sorted-map.js';

/**
 * One page of a listing. Costs O(log n) for each object and common prefix on the page, however many keys are folded into a prefix.
 */
export function listObjects<O extends ListedObject>(
  objects: SortedMap<O>,
  { prefix, delimiter, startAfter, maxKeys }: Omit<ListObjectsQuery, 'bucket'>,
): ObjectListing {
  const found: ListedObject[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let cursor = objects.seek(beginning(prefix, delimiter, startAfter));
  for (let key = cursor.key; key?.startsWith(prefix); key = cursor.key) {
    if (found.length + commonPrefixes.length >= maxKeys) {
      return last === undefined
        ? { objects: found, commonPrefixes, isTruncated: false }
        : { objects: found, commonPrefixes, isTruncated: true, nextStartAfter: last };
    }
    const common = commonPrefixOf(key, prefix, delimiter);
    if (common === undefined) {
      found.push(objects.get(key)!);
      last = key;
      cursor.next();
    } else {
      commonPrefixes.push(common);
      last = common;
      cursor = objects.seek(behind(common));
    }
  }
  return { objects: found, commonPrefixes, isTruncated: false };
}

/** What a key is folded into: the part of it that ends with the first delimiter behind the prefix. */
export function commonPrefixOf(
  key: string,
  prefix: string,
  delimiter: string | undefined,
): string | undefined {
  if (delimiter === undefined || delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function beginning(prefix: string, delimiter: string | undefined, startAfter: string | undefined) {
  if (startAfter === undefined || compareUtf8(startAfter, prefix) < 0) {
    return (key: string) => compareUtf8(key, prefix) < 0;
  }
  const folded = startAfter.startsWith(prefix) && commonPrefixOf(startAfter, prefix, delimiter);
  if (folded === startAfter) return behind(folded);
  return (key: string) => compareUtf8(key, startAfter) <= 0;
}

/** Passes over all keys that begin with a prefix. */
function behind(prefix: string) {
  return (key: string) => compareUtf8(key, prefix) < 0 || key.startsWith(prefix);
}
