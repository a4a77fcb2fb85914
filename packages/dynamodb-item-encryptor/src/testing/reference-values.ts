import type { AttributeValue } from '../attribute/attribute-value.js';

/** The canonical form of values, written for being read: the measure of the fast writer. */
export const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 255]);
export const u32 = (n: number): Buffer => Buffer.concat([u16(n >>> 16), u16(n & 0xffff)]);
export const u64 = (n: number): Buffer => Buffer.concat([u32(0), u32(n)]);
const lengthAnd = (bytes: Buffer): Buffer => Buffer.concat([u32(bytes.length), bytes]);
const countAnd = (all: readonly Buffer[]): Buffer => Buffer.concat([u32(all.length), ...all]);

/** By scaling to an integer, instead of moving a point in a text. */
export function referenceNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const shift = 400;
  const scaled = BigInt(whole + fraction) * 10n ** BigInt(shift + Number(exponent) - fraction.length);
  if (scaled === 0n) return '0';
  const digits = scaled.toString().padStart(shift + 1, '0');
  const decimals = digits.slice(-shift).replace(/0+$/, '');
  return (sign === '-' ? '-' : '') + digits.slice(0, -shift) + (decimals === '' ? '' : `.${decimals}`);
}

/** Type id and bytes of a value. */
export function referenceValue(value: AttributeValue): { typeId: Buffer; bytes: Buffer } {
  if (value.NULL !== undefined) return { typeId: u16(0x0000), bytes: Buffer.alloc(0) };
  if (value.S !== undefined) return { typeId: u16(0x0001), bytes: Buffer.from(value.S) };
  if (value.N !== undefined) return { typeId: u16(0x0002), bytes: Buffer.from(referenceNumber(value.N)) };
  if (value.BOOL !== undefined) return { typeId: u16(0x0004), bytes: Buffer.from([value.BOOL ? 1 : 0]) };
  if (value.B !== undefined) return { typeId: u16(0xffff), bytes: Buffer.from(value.B) };
  if (value.SS !== undefined) {
    return {
      typeId: u16(0x0101),
      bytes: countAnd([...value.SS].sort().map((s) => lengthAnd(Buffer.from(s)))),
    };
  }
  if (value.NS !== undefined) {
    const numbers = value.NS.map(referenceNumber).sort();
    return { typeId: u16(0x0102), bytes: countAnd(numbers.map((n) => lengthAnd(Buffer.from(n)))) };
  }
  if (value.BS !== undefined) {
    const sorted = value.BS.map((b) => Buffer.from(b)).sort(Buffer.compare);
    return { typeId: u16(0x01ff), bytes: countAnd(sorted.map(lengthAnd)) };
  }
  if (value.L !== undefined) return { typeId: u16(0x0300), bytes: countAnd(value.L.map(typedValue)) };
  const map = value.M ?? {};
  const entries = Object.keys(map).sort();
  const bytes = countAnd(
    entries.map((key) => Buffer.concat([u16(1), lengthAnd(Buffer.from(key)), typedValue(map[key]!)])),
  );
  return { typeId: u16(0x0200), bytes };
}

function typedValue(value: AttributeValue): Buffer {
  const { typeId, bytes } = referenceValue(value);
  return Buffer.concat([typeId, lengthAnd(bytes)]);
}
