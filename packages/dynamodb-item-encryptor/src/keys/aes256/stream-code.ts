import { body, Code, i32, Locals, noResult, op, v128, vectorOp } from '../wasm-code.js';
import { at } from './memory-layout.js';
import {
  emitInverse,
  emitNibbles,
  emitSum,
  prepareSubstitution,
  type Substitution,
} from './substitution-code.js';
import { doubled, pairOfHigh, pairOfLow, substituted, substitutedByte } from './tower-field.js';

const [dataPointer, groupCount, isGcm] = [0, 1, 2];
/** Blocks that are under way at once: while one waits for a table, the processor works at another. */
const lanes = [0, 1, 2, 3];

const places = Array.from({ length: 16 }, (_, i) => i);
const countReversed = places.map((i) => (i < 12 ? i : 27 - i));
const countPlus = (n: number): number[] => places.map((i) => (i === 12 ? n : 0));
// A state's bytes stand column by column (FIPS 197, 3.4).
const rowsShifted = places.map((i) => (i % 4) + 4 * (((i >> 2) + i) % 4));
const columnsTurned = (by: number): number[] => places.map((i) => 4 * (i >> 2) + ((i + by) % 4));

type Tables = Record<'subIo' | 'subJo' | 'doubleIo' | 'doubleJo' | 'shiftRows' | 'turn' | 'turnBack', number>;
interface Rounds extends Tables {
  readonly sub: Substitution;
  readonly a: number;
  readonly roundKey: number;
}

/**
 * stream(data, groups, isGcm): adds AES-256 in counter mode to so many times 64 bytes, under the key that stands in its place. The counts begin
 * with 0; with `isGcm` the first block is not that of count 0, which GCM has no use for, but zeros encrypted, which GHASH needs.
 */
export function stream(expandKeyFunction: number): number[] {
  const code = new Code();
  const locals = new Locals(3);
  const sub = prepareSubstitution(code, locals);
  const tables = takeTables(code, locals);
  const { a, roundKey, counter, mask } = locals.take(v128, 'a', 'roundKey', 'counter', 'mask');
  const states = Object.values(locals.take(v128, 'first', 'second', 'third', 'fourth'));
  const { keyPointer } = locals.take(i32, 'keyPointer');
  const rounds = { ...tables, sub, a, roundKey };
  code.emit(op.call, expandKeyFunction);
  code.int(0).loadVectorAt(at.counter).set(counter);
  code.get(isGcm).int(1).emit(op.sub32).vector(vectorOp.splat32).set(mask);
  code.emit(op.loop, noResult);
  for (const lane of lanes) begin(code, sub, { counter, mask, state: states[lane]! }, lane);
  code.int(-1).vector(vectorOp.splat32).set(mask);
  code.get(counter).bytesOf(countPlus(lanes.length)).vector(vectorOp.add32).set(counter);
  code.int(0).set(keyPointer).emit(op.loop, noResult);
  code.loadVector(keyPointer, at.schedule + 16).set(roundKey);
  for (const lane of lanes) emitRound(code, rounds, states[lane]!);
  code.get(keyPointer).int(16).emit(op.add32).tee(keyPointer);
  code.int(13 * 16).emit(op.unequal32, op.brIf, 0, op.end);
  code
    .int(0)
    .loadVectorAt(at.schedule + 14 * 16)
    .set(roundKey);
  for (const lane of lanes) end(code, rounds, states[lane]!, lane);
  code
    .get(dataPointer)
    .int(16 * lanes.length)
    .emit(op.add32)
    .set(dataPointer);
  code.get(groupCount).int(1).emit(op.sub32).tee(groupCount).emit(op.brIf, 0);
  return body(code.emit(op.end, op.end).bytes, ...locals.groups);
}

function takeTables(code: Code, locals: Locals): Tables {
  const taken = locals.take(v128, 'subIo', 'subJo', 'doubleIo', 'doubleJo', 'shiftRows', 'turn', 'turnBack');
  code.bytesOf(substituted.ofIo).set(taken.subIo).bytesOf(substituted.ofJo).set(taken.subJo);
  code.bytesOf(doubled.ofIo).set(taken.doubleIo).bytesOf(doubled.ofJo).set(taken.doubleJo);
  code.bytesOf(rowsShifted).set(taken.shiftRows);
  code.bytesOf(columnsTurned(1)).set(taken.turn).bytesOf(columnsTurned(3)).set(taken.turnBack);
  return taken;
}

/** A counter block, brought into the tower field, plus the first round key. */
function begin(
  code: Code,
  sub: Substitution,
  { counter, mask, state }: { counter: number; mask: number; state: number },
  lane: number,
): void {
  code.get(counter).bytesOf(countPlus(lane)).vector(vectorOp.add32);
  code.bytesOf(countReversed).vector(vectorOp.swizzle);
  if (lane === 0) code.get(mask).vector(vectorOp.and);
  code.set(state);
  emitNibbles(code, sub, state);
  emitSum(code, [pairOfLow, pairOfHigh], [sub.k, sub.i]);
  code.int(0).loadVectorAt(at.schedule).xorVectors().set(state);
}

/** SubBytes, ShiftRows, MixColumns and AddRoundKey (FIPS 197, 5.1). A column (a, b, c, d) becomes 2a + 3b + c + d = (2a + b) + d + (2b + c). */
function emitRound(code: Code, at: Rounds, state: number): void {
  code.lookUp(state, at.shiftRows).set(state);
  emitInverse(code, at.sub, state);
  code.lookUp(at.subIo, at.sub.io).lookUp(at.subJo, at.sub.jo).xorVectors().set(at.a);
  code.lookUp(at.doubleIo, at.sub.io).lookUp(at.doubleJo, at.sub.jo).xorVectors();
  code.lookUp(at.a, at.turn).xorVectors().set(state);
  code.lookUp(state, at.turn).get(state).xorVectors();
  code.lookUp(at.a, at.turnBack).xorVectors().get(at.roundKey).xorVectors().set(state);
}

/** The last round, which mixes no columns, out of the tower field, and onto the data. */
function end(code: Code, rounds: Rounds, state: number, lane: number): void {
  code.lookUp(state, rounds.shiftRows).set(state);
  emitInverse(code, rounds.sub, state);
  code.get(dataPointer);
  emitSum(code, [substitutedByte.ofIo, substitutedByte.ofJo], [rounds.sub.io, rounds.sub.jo]);
  code.get(rounds.roundKey).xorVectors();
  code
    .loadVector(dataPointer, 16 * lane)
    .xorVectors()
    .storeVector(16 * lane);
}
