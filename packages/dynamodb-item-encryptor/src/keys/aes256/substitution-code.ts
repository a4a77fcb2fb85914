import { type Code, type Locals, v128, vectorOp } from '../wasm-code.js';
import { inverse, inverseTimesA, type Lookup } from './tower-field.js';

/** The locals that a substitution works in, and the tables it needs in all forms. */
export type Substitution = Record<
  'lowNibbles' | 'inverse' | 'inverseTimesA' | 'k' | 'i' | 'j' | 'ak' | 'io' | 'jo',
  number
>;

/** Takes the locals, and fills in the tables: at the beginning of a function, for a constant within a loop is made anew each time. */
export function prepareSubstitution(code: Code, locals: Locals): Substitution {
  const taken = locals.take(v128, 'lowNibbles', 'inverse', 'inverseTimesA', 'k', 'i', 'j', 'ak', 'io', 'jo');
  code.bytesOf(Array.from({ length: 16 }, () => 15)).set(taken.lowNibbles);
  code.bytesOf(inverse).set(taken.inverse);
  code.bytesOf(inverseTimesA).set(taken.inverseTimesA);
  return taken;
}

/** Takes the bytes of `x` apart into `k`, the low nibbles, and `i`, the high ones. */
export function emitNibbles(code: Code, at: Substitution, x: number): void {
  code.get(x, at.lowNibbles).vector(vectorOp.and).set(at.k);
  code.get(x, at.lowNibbles).vector(vectorOp.andNot).int(4).vector(vectorOp.shru).set(at.i);
}

/** The two nibbles of each byte of `x` that its inverse is a sum of table entries of, into `io` and `jo` (Hamburg, section 4.2). */
export function emitInverse(code: Code, at: Substitution, x: number): void {
  emitNibbles(code, at, x);
  code.get(at.k, at.i).xorVectors().set(at.j);
  code.lookUp(at.inverseTimesA, at.k).set(at.ak);
  for (const [of, plus, into] of [
    [at.i, at.j, at.io],
    [at.j, at.i, at.jo],
  ] as const) {
    code.get(at.inverse).lookUp(at.inverse, of).get(at.ak).xorVectors();
    code.vector(vectorOp.swizzle).get(plus).xorVectors().set(into);
  }
}

/** The sum of two entries: of `first` at the one nibble of each byte, and of `second` at the other. */
export function emitSum(
  code: Code,
  tables: readonly [Lookup, Lookup],
  nibbles: readonly [number, number],
): void {
  tables.forEach((table, n) => {
    code.bytesOf(table).get(nibbles[n]!).vector(vectorOp.swizzle);
  });
  code.xorVectors();
}
