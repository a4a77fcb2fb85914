import { expect, it } from 'vitest';
import {
  byteOfI,
  byteOfK,
  constant,
  doubled,
  inverse,
  inverseTimesA,
  type Lookup,
  pairOfHigh,
  pairOfLow,
  substituted,
  substitutedByte,
} from './tower-field.js';

/** As the instruction looks up: out of range is 0. */
const lookUp = (table: Lookup, index: number): number => table[index] ?? 0;

function substitute(pair: number, { ofIo, ofJo }: { ofIo: Lookup; ofJo: Lookup }): number {
  const [k, i] = [pair & 15, pair >> 4];
  const j = k ^ i;
  const ak = lookUp(inverseTimesA, k);
  const io = lookUp(inverse, lookUp(inverse, i) ^ ak) ^ j;
  const jo = lookUp(inverse, lookUp(inverse, j) ^ ak) ^ i;
  return lookUp(ofIo, io) ^ lookUp(ofJo, jo);
}

const pairOf = (byte: number): number => lookUp(pairOfLow, byte & 15) ^ lookUp(pairOfHigh, byte >> 4);
const byteOf = (pair: number): number => lookUp(byteOfK, pair & 15) ^ lookUp(byteOfI, pair >> 4);
const bytes = Array.from({ length: 256 }, (_, i) => i);
const sBox = bytes.map((byte) => substitute(pairOf(byte), substitutedByte) ^ constant);

it('is the S-box of FIPS 197, figure 7', () => {
  const row = (first: number): string => Buffer.from(sBox.slice(first, first + 16)).toString('hex');
  expect(row(0x00)).toBe('637c777bf26b6fc53001672bfed7ab76');
  expect(row(0x50)).toBe('53d100ed20fcb15b6acbbe394a4c58cf');
  expect(row(0xf0)).toBe('8ca1890dbfe6426841992d0fb054bb16');
  expect(new Set(sBox).size).toBe(256);
});

it('knows every byte again', () => {
  expect(bytes.map((byte) => byteOf(pairOf(byte)))).toEqual(bytes);
});

it('gives the substitute and twice the substitute as pairs', () => {
  const twice = (x: number): number => ((x << 1) ^ (x & 0x80 ? 0x1b : 0)) & 0xff;
  for (const byte of bytes) {
    const expected = sBox[byte]! ^ constant;
    expect(byteOf(substitute(pairOf(byte), substituted))).toBe(expected);
    expect(byteOf(substitute(pairOf(byte), doubled))).toBe(twice(expected));
  }
});
