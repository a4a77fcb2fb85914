import { body, Code, i64, Locals, noResult, op, v128, vectorOp } from '../wasm-code.js';
import { at } from './memory-layout.js';

const [dataPointer, blockCount] = [0, 1];
const residues = [0, 1, 2, 3] as const;
const everyFourthBit = (first: number): bigint => 0x1111_1111_1111_1111n << BigInt(first);

const places = Array.from({ length: 16 }, (_, i) => i);
const bytesReversed = places.map((i) => i ^ 7);
const nibbleReversed = (n: number): number => ((n & 1) << 3) | ((n & 2) << 1) | ((n & 4) >> 1) | (n >> 3);

/** A polynomial's bits 0, 4, 8 …, its bits 1, 5, 9 …, and so on, each in a local. */
type Quarters = readonly number[];

/** The locals of a block under way: the halves of the sum, also with their bits the other way around; products; what they add up to. */
type Working = Record<
  | ('sum' | 'turned')
  | ('y1' | 'y0' | 'y1r' | 'y0r')
  | ('z0' | 'z1' | 'z2' | 'z0h' | 'z1h' | 'z2h')
  | ('v0' | 'v1' | 'v2' | 'v3'),
  number
>;

/** After Karatsuba: the lower half, the upper half and their sum, and the same reversed; and where each one's product goes. */
const factors = [
  [['y0'], 'z0'],
  [['y1'], 'z1'],
  [['y0', 'y1'], 'z2'],
  [['y0r'], 'z0h'],
  [['y1r'], 'z1h'],
  [['y0r', 'y1r'], 'z2h'],
] as const;

/**
 * ghash(data, blocks): adds so many > 0 blocks to the running sum, each multiplied with H (SP 800-38D, 6.4). Products of polynomials are those of
 * integers whose bits lie so far apart that no carry reaches the next, and the upper half of a product is the lower one of the reversed factors
 * (T. Pornin, BearSSL, ghash_ctmul64). It takes the same time for all contents where the processor's multiplication does.
 */
export function ghash(): number[] {
  const code = new Code();
  const locals = new Locals(2);
  const quarters = (): Quarters => Object.values(locals.take(i64, 'first', 'second', 'third', 'fourth'));
  const working: Working = {
    ...locals.take(v128, 'sum', 'turned'),
    ...locals.take(
      i64,
      'y1',
      'y0',
      'y1r',
      'y0r',
      'z0',
      'z1',
      'z2',
      'z0h',
      'z1h',
      'z2h',
      'v0',
      'v1',
      'v2',
      'v3',
    ),
  };
  const { sum } = working;
  const factor = quarters();
  const h = factors.map(quarters);
  code.int(0).loadVectorAt(at.stream).set(sum);
  emitHalves(code, working);
  factors.forEach(([parts], n) => {
    emitQuarters(
      code,
      parts.map((part) => working[part]),
      h[n]!,
    );
  });
  code.int(0).loadVectorAt(at.sum).set(sum).emit(op.loop, noResult);
  code.get(sum).loadVector(dataPointer, 0).xorVectors().set(sum);
  emitHalves(code, working);
  factors.forEach(([parts, product], n) => {
    emitQuarters(
      code,
      parts.map((part) => working[part]),
      factor,
    );
    emitProduct(code, factor, h[n]!);
    code.set(working[product]);
  });
  emitReduction(code, working);
  code.get(dataPointer).int(16).emit(op.add32).set(dataPointer);
  code.get(blockCount).int(1).emit(op.sub32).tee(blockCount).emit(op.brIf, 0, op.end);
  code.int(0).get(sum).storeVector(at.sum);
  return body(code.emit(op.end).bytes, ...locals.groups);
}

/** The bits of each byte of the vector on the stack the other way around. */
function emitBitsReversed(code: Code, spare: number): void {
  code.set(spare).bytesOf(places.map((n) => nibbleReversed(n) << 4));
  code
    .get(spare)
    .bytesOf(places.map(() => 15))
    .vector(vectorOp.and)
    .vector(vectorOp.swizzle);
  code.bytesOf(places.map(nibbleReversed));
  code
    .get(spare)
    .bytesOf(places.map(() => 15))
    .vector(vectorOp.andNot)
    .int(4)
    .vector(vectorOp.shru);
  code.vector(vectorOp.swizzle).xorVectors();
}

/** Two words of the local, taken out. */
function emitWords(code: Code, vector: number, [first, second]: readonly [number, number]): void {
  code.get(vector).vector(vectorOp.extract, 0).set(first);
  code.get(vector).vector(vectorOp.extract, 1).set(second);
}

/** The upper half of the sum is its first eight bytes, the highest bit first. */
function emitHalves(code: Code, { sum, turned, y1, y0, y1r, y0r }: Working): void {
  code.get(sum).bytesOf(bytesReversed).vector(vectorOp.swizzle).set(turned);
  emitWords(code, turned, [y1, y0]);
  code.get(sum);
  emitBitsReversed(code, turned);
  code.set(turned);
  emitWords(code, turned, [y1r, y0r]);
}

/** Takes the sum of one or two polynomials apart. */
function emitQuarters(code: Code, parts: readonly number[], into: Quarters): void {
  for (const residue of residues) {
    code.get(...parts);
    if (parts.length === 2) code.emit(op.xor64);
    code.long(everyFourthBit(residue)).emit(op.and64).set(into[residue]!);
  }
}

/** The lower 64 bits of a product of polynomials. A sum of 16 bits would reach the next, but does so in the last place only. */
function emitProduct(code: Code, x: Quarters, y: Quarters): void {
  for (const residue of residues) {
    for (const i of residues) {
      code.get(x[i]!, y[(residue - i) & 3]!).emit(op.mul64);
      if (i > 0) code.emit(op.xor64);
    }
    code.long(everyFourthBit(residue)).emit(op.and64);
    if (residue > 0) code.emit(op.or64);
  }
}

/** Puts the 255 bits of the product together, and takes them modulo x¹²⁸ + x⁷ + x² + x + 1, into the sum. */
function emitReduction(code: Code, working: Working): void {
  const { sum, turned, z0, z1, z2, z0h, z1h, z2h, v0, v1, v2, v3 } = working;
  code.get(z2, z0, z1).emit(op.xor64, op.xor64).set(z2);
  code.get(z2h, z0h, z1h).emit(op.xor64, op.xor64).set(z2h);
  emitUpperHalves(code, [z0h, z1h], turned);
  emitUpperHalves(code, [z2h, z2h], turned);
  const shifted = (local: number, by: number): Code =>
    by > 0
      ? code.get(local).long(BigInt(by)).emit(op.shl64)
      : code.get(local).long(BigInt(-by)).emit(op.shru64);
  // The product is reversed as GCM has its bits, and so it is one bit too short.
  code.get(z0h, z2).emit(op.xor64).set(v1);
  code.get(z1, z2h).emit(op.xor64).set(v2);
  for (const [into, from, below] of [
    [v3, z1h, v2],
    [v2, v2, v1],
    [v1, v1, z0],
  ] as const) {
    shifted(from, 1);
    shifted(below, -63).emit(op.or64).set(into);
  }
  shifted(z0, 1).set(v0);
  for (const [low, middle, high] of [
    [v0, v1, v2],
    [v1, v2, v3],
  ] as const) {
    code.get(high, low).emit(op.xor64);
    for (const by of [-1, -2, -7]) shifted(low, by).emit(op.xor64);
    code.set(high).get(middle);
    for (const by of [63, 62, 57]) shifted(low, by).emit(op.xor64);
    code.set(middle);
  }
  code.get(v3).vector(vectorOp.splat).get(v2).vector(vectorOp.replace, 1);
  code.bytesOf(bytesReversed).vector(vectorOp.swizzle).set(sum);
}

/** The lower half of a reversed product is the upper half reversed, and one bit up. */
function emitUpperHalves(code: Code, [first, second]: readonly [number, number], spare: number): void {
  code.get(first).vector(vectorOp.splat).get(second).vector(vectorOp.replace, 1);
  emitBitsReversed(code, spare);
  code.bytesOf(bytesReversed).vector(vectorOp.swizzle).set(spare);
  for (const [lane, local] of [first, second].entries()) {
    code.get(spare).vector(vectorOp.extract, lane).long(1n).emit(op.shru64).set(local);
  }
}
