import { body, Code, Locals, op, v128, vectorOp } from '../wasm-code.js';
import { at } from './memory-layout.js';
import { emitInverse, emitNibbles, emitSum, prepareSubstitution } from './substitution-code.js';
import {
  byteOfI,
  byteOfK,
  constant,
  pairOfHigh,
  pairOfLow,
  roundConstants,
  substituted,
  toPair,
} from './tower-field.js';

const everyByte = (value: number): number[] => Array.from({ length: 16 }, () => value);
const everyWord = (...bytes: readonly number[]): number[] =>
  Array.from({ length: 16 }, (_, i) => bytes[i % 4]!);
/** Moves bytes up, zeros behind them. */
const up = (count: number): number[] => Array.from({ length: 16 }, (_, i) => (i < count ? 0x80 : i - count));
const lastWord = everyWord(12, 13, 14, 15);
const lastWordRotated = everyWord(13, 14, 15, 12);

/**
 * expandKey(): AES-256's key schedule (FIPS 197, 5.2), all of it in the tower field, where the key's bytes are brought first: sums are the same
 * there. S-box's constant goes through MixColumns unchanged, so it is added to the round keys, once, instead of to every block.
 */
export function expandKey(): number[] {
  const code = new Code();
  const locals = new Locals(0);
  const sub = prepareSubstitution(code, locals);
  const { even, odd, word } = locals.take(v128, 'even', 'odd', 'word');
  for (const [half, into] of [even, odd].entries()) {
    code
      .int(0)
      .loadVectorAt(at.key + 16 * half)
      .set(word);
    emitNibbles(code, sub, word);
    emitSum(code, [pairOfLow, pairOfHigh], [sub.k, sub.i]);
    code.set(into);
  }
  storeRoundKey(code, 0, even);
  storeRoundKey(code, 1, odd);
  for (let round = 2; round <= 14; round++) {
    const [key, previous] = round % 2 === 0 ? [even, odd] : [odd, even];
    nextRoundKey(code, { sub, key, previous, word }, round);
    if (round < 14) storeRoundKey(code, round, key);
  }
  // The last round ends in bytes.
  emitNibbles(code, sub, even);
  code.int(0);
  emitSum(code, [byteOfK, byteOfI], [sub.k, sub.i]);
  code
    .bytesOf(everyByte(constant))
    .xorVectors()
    .storeVector(at.schedule + 16 * 14);
  return body(code.emit(op.end).bytes, ...locals.groups);
}

function nextRoundKey(
  code: Code,
  {
    sub,
    key,
    previous,
    word,
  }: { sub: ReturnType<typeof prepareSubstitution>; key: number; previous: number; word: number },
  round: number,
): void {
  const rotates = round % 2 === 0;
  code
    .get(previous)
    .bytesOf(rotates ? lastWordRotated : lastWord)
    .vector(vectorOp.swizzle)
    .set(word);
  emitInverse(code, sub, word);
  emitSum(code, [substituted.ofIo, substituted.ofJo], [sub.io, sub.jo]);
  const c = toPair[constant]!;
  const first = rotates ? c ^ toPair[roundConstants[round / 2 - 1]!]! : c;
  code
    .bytesOf(everyWord(first, c, c, c))
    .xorVectors()
    .set(word);
  // Each word plus all before it.
  for (const count of [4, 8]) {
    code.get(key, key).bytesOf(up(count)).vector(vectorOp.swizzle).xorVectors().set(key);
  }
  code.get(key, word).xorVectors().set(key);
}

function storeRoundKey(code: Code, round: number, key: number): void {
  code.int(0).get(key);
  if (round > 0) code.bytesOf(everyByte(toPair[constant]!)).xorVectors();
  code.storeVector(at.schedule + 16 * round);
}
