import {
  body,
  Code,
  i32,
  i64,
  middle,
  name,
  noResult,
  op,
  reversed,
  section,
  unsigned,
  v128,
  vectorOp,
} from '../wasm-code.js';

// Locals: the four parameters, the eight working variables, some for whatever is at hand, the last 16 words of the message schedule in pairs.
const [fromPointer, statePointer, dataPointer, blockCount] = [0, 1, 2, 3];
const variable = (i: number): number => 4 + i;
const spare = 12;
const differing = (i: number): number => 13 + (i & 1);
const constantPointer = 15;
const words = (i: number): number => 16 + (i & 7);
const spareVector = 24;

/** Where the 16 words of the rounds at hand are put, their constants added. They follow from the message: to be wiped. */
export const scheduleAt = 512;
export const scheduleLength = 128;

/** Where the 80 constants of the rounds are expected in memory. */
export const roundConstantsAt = 0xf000;
const roundConstantsEnd = roundConstantsAt + 80 * 8;

/**
 * w[i] += σ1(w[i−2]) + w[i−7] + σ0(w[i−15]) for two i at once, in a window of 16 words (FIPS 180-4, 6.4.2). Nothing in a pair needs the
 * other word of it; and the eight vectors leave the general registers to the rounds, which need them all.
 */
function schedule(code: Code, i: number): void {
  code.get(words(i)).addSigma(words(i - 1), [19, 61, 6]);
  code
    .get(words(i - 4), words(i - 3))
    .vector(vectorOp.shuffle, ...middle)
    .vector(vectorOp.add);
  code
    .get(words(i), words(i + 1))
    .vector(vectorOp.shuffle, ...middle)
    .set(spareVector);
  code.addSigma(spareVector, [1, 8, 7]).set(words(i));
}

/** One round. Instead of moving eight variables along, the names move: `at(0)` is a, `at(7)` is h. */
function round(code: Code, i: number): void {
  const at = (k: number): number => variable((k + 80 - i) & 7);
  const [a, b, , d, e, f, g, h] = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)] as const;
  // t1 = h + (K[i] + w[i]) + Ch(e, f, g) + Σ1(e)
  code
    .get(h)
    .int(0)
    .emit(op.load64, 3, ...unsigned(scheduleAt + 8 * i))
    .emit(op.add64);
  code.get(g, e, f, g).emit(op.xor64, op.and64, op.xor64, op.add64);
  code.addRotations(e, [14, 18, 41]).set(spare);
  code.get(d, spare).emit(op.add64).set(d);
  // h = t1 + Maj(a, b, c) + Σ0(a); Maj = b ⊕ ((a ⊕ b) ∧ (b ⊕ c)), and a ⊕ b is b ⊕ c for the next round.
  code
    .get(spare, a, b)
    .emit(op.xor64)
    .tee(differing(i))
    .get(differing(i + 1));
  code.emit(op.and64).get(b).emit(op.xor64, op.add64);
  code.addRotations(a, [28, 34, 39]).set(h);
}

/** compress(from, state, data, count): hashes `count` > 0 blocks of 128 bytes into `state`, beginning with what is at `from`. */
function compressBody(): number[] {
  const code = new Code().emit(op.loop, noResult);
  for (let i = 0; i < 8; i++) code.load(fromPointer, 8 * i).set(variable(i));
  for (let i = 0; i < 8; i++) {
    code
      .loadVector(dataPointer, 16 * i)
      .tee(words(i))
      .get(words(i));
    code.vector(vectorOp.shuffle, ...reversed).set(words(i));
  }
  code.get(variable(1), variable(2)).emit(op.xor64).set(differing(1));
  // 16 rounds leave every variable where it was, so five times the same code does.
  code.int(roundConstantsAt).set(constantPointer);
  code.emit(op.block, noResult, op.loop, noResult);
  for (let i = 0; i < 8; i++) {
    code
      .int(0)
      .loadVector(constantPointer, 16 * i)
      .get(words(i))
      .vector(vectorOp.add);
    code.storeVector(scheduleAt + 16 * i);
  }
  for (let i = 0; i < 16; i++) round(code, i);
  code.get(constantPointer).int(128).emit(op.add32).tee(constantPointer);
  code.int(roundConstantsEnd).emit(op.equal32, op.brIf, 1);
  for (let i = 0; i < 8; i++) schedule(code, i);
  code.emit(op.br, 0, op.end, op.end);
  for (let i = 0; i < 8; i++) {
    code
      .get(statePointer)
      .load(fromPointer, 8 * i)
      .get(variable(i))
      .emit(op.add64);
    code.store(8 * i);
  }
  code.get(statePointer).set(fromPointer);
  code.get(dataPointer).int(128).emit(op.add32).set(dataPointer);
  code.get(blockCount).int(1).emit(op.sub32).tee(blockCount).emit(op.brIf, 0);
  return code.emit(op.end, op.end).bytes;
}

/** digest(state, to): writes the state as the 64 bytes that a digest is cut from. */
function digestBody(): number[] {
  const code = new Code();
  const [from, to, pair] = [0, 1, 2];
  for (let i = 0; i < 4; i++) {
    code
      .get(to)
      .loadVector(from, 16 * i)
      .tee(pair)
      .get(pair);
    code.vector(vectorOp.shuffle, ...reversed).storeVector(16 * i);
  }
  return code.emit(op.end).bytes;
}

/** A WebAssembly module with one page of memory and SHA-512's compression function, of which 16 rounds are unrolled. */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  const noReturn = [0];
  const compress = body(compressBody(), [11, i64], [1, i32], [9, v128]);
  const digest = body(digestBody(), [1, v128]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 4, i32, i32, i32, i32, ...noReturn, 0x60, 2, i32, i32, ...noReturn]),
    ...section(3, [2, 0, 1]),
    ...section(5, [1, 1, 1, 1]),
    ...section(7, [3, ...name('memory'), 2, 0, ...name('compress'), 0, 0, ...name('digest'), 0, 1]),
    ...section(10, [2, ...compress, ...digest]),
  ]);
}
