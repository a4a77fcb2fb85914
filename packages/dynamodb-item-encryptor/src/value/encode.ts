import type { AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import type { CanonicalWriter } from './canonical-writer.js';
import { normalizeNumber } from './number.js';
import { asBuffer } from './text.js';
import { maxDepth, maxMapKeyBytes, TYPE_ID } from './type-id.js';
import { kindOf, requireArray, requireBytes, requireText, wrongType } from './value-kind.js';

/**
 * Writes the canonical form of a value, without its type, and returns the id of its type. Sets are sorted (strings and numbers by
 * UTF-16 code unit, binaries by byte), numbers normalised, maps sorted by key. Throws `ERR_VALUE_…` for what has no such form.
 */
export function encodeValue(value: AttributeValue, writer: CanonicalWriter, depth = 1): number {
  if (depth > maxDepth) {
    throw new ItemEncryptionError('ERR_VALUE_DEPTH', `a value is nested deeper than ${maxDepth}`);
  }
  const kind = kindOf(value);
  switch (kind) {
    case 'S':
      writer.text(requireText('S', value.S));
      break;
    case 'N':
      writer.ascii(normalizeNumber(requireText('N', value.N)));
      break;
    case 'B':
      writer.bytes(requireBytes('B', value.B));
      break;
    case 'BOOL':
      if (typeof value.BOOL !== 'boolean') throw wrongType('BOOL', 'a boolean');
      writer.u8(value.BOOL ? 1 : 0);
      break;
    case 'NULL':
      if (typeof value.NULL !== 'boolean') throw wrongType('NULL', 'true');
      break;
    case 'SS':
      encodeStringSet(requireArray('SS', value.SS), writer);
      break;
    case 'NS':
      encodeNumberSet(requireArray('NS', value.NS), writer);
      break;
    case 'BS':
      encodeBinarySet(requireArray('BS', value.BS), writer);
      break;
    case 'L':
      encodeList(requireArray('L', value.L), writer, depth);
      break;
    case 'M':
      encodeMap(value.M, writer, depth);
      break;
  }
  return TYPE_ID[kind];
}

function encodeStringSet(entries: readonly string[], writer: CanonicalWriter): void {
  // JavaScript's own order of strings is the one asked for: by UTF-16 code unit.
  const sorted = Array.from(entries, (entry) => requireText('SS', entry)).sort();
  refuseDuplicates(sorted, (a, b) => a === b, 'SS');
  writer.u32(sorted.length);
  for (const entry of sorted) {
    const at = writer.beginLength();
    const since = writer.byteLength;
    writer.text(entry);
    writer.endLength(at, since);
  }
}

function encodeNumberSet(entries: readonly string[], writer: CanonicalWriter): void {
  const sorted = Array.from(entries, (entry) => normalizeNumber(requireText('NS', entry))).sort();
  refuseDuplicates(sorted, (a, b) => a === b, 'NS');
  writer.u32(sorted.length);
  for (const entry of sorted) {
    writer.u32(entry.length);
    writer.ascii(entry);
  }
}

function encodeBinarySet(entries: readonly Uint8Array[], writer: CanonicalWriter): void {
  const sorted = Array.from(entries, (entry) => asBuffer(requireBytes('BS', entry))).sort(Buffer.compare);
  refuseDuplicates(sorted, (a, b) => a.equals(b), 'BS');
  writer.u32(sorted.length);
  for (const entry of sorted) {
    writer.u32(entry.length);
    writer.bytes(entry);
  }
}

function refuseDuplicates<T>(sorted: readonly T[], equal: (a: T, b: T) => boolean, kind: string): void {
  for (let i = 1; i < sorted.length; i++) {
    if (equal(sorted[i - 1]!, sorted[i]!)) {
      throw new ItemEncryptionError('ERR_VALUE_DUPLICATE', `a set (${kind}) has the same member twice`);
    }
  }
}

function encodeList(entries: readonly AttributeValue[], writer: CanonicalWriter, depth: number): void {
  writer.u32(entries.length);
  for (const entry of entries) encodeTyped(entry, writer, depth);
}

function encodeMap(
  map: Record<string, AttributeValue> | undefined,
  writer: CanonicalWriter,
  depth: number,
): void {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw wrongType('M', 'an object');
  const keys = Object.keys(map).sort();
  writer.u32(keys.length);
  for (const key of keys) {
    writer.u16(TYPE_ID.S);
    const at = writer.beginLength();
    const since = writer.byteLength;
    writer.text(key);
    const length = writer.byteLength - since;
    if (length === 0 || length > maxMapKeyBytes) {
      throw new ItemEncryptionError(
        'ERR_VALUE_STRING',
        `a map key has ${length} bytes; 1 to ${maxMapKeyBytes} are possible`,
      );
    }
    writer.endLength(at, since);
    encodeTyped(map[key]!, writer, depth);
  }
}

/** type ‖ u32 length ‖ value, as inside maps and lists. */
function encodeTyped(value: AttributeValue, writer: CanonicalWriter, depth: number): void {
  writer.u16(0);
  const at = writer.beginLength();
  const since = writer.byteLength;
  const typeId = encodeValue(value, writer, depth + 1);
  writer.patchType(at - 2, typeId);
  writer.endLength(at, since);
}
