/** Opcodes of WebAssembly (core specification, 5.4), as far as they are used. */
export const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  call: 0x10,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load64: 0x29,
  store64: 0x37,
  const32: 0x41,
  const64: 0x42,
  equal32: 0x46,
  unequal32: 0x47,
  add32: 0x6a,
  sub32: 0x6b,
  add64: 0x7c,
  mul64: 0x7e,
  and64: 0x83,
  or64: 0x84,
  xor64: 0x85,
  shl64: 0x86,
  shru64: 0x88,
  rotr64: 0x8a,
  vector: 0xfd,
} as const;
/** What follows {@link op.vector}, for vectors of two 64-bit words where it matters. */
export const vectorOp = {
  load: 0,
  store: 11,
  const: 12,
  shuffle: 13,
  swizzle: 14,
  splat32: 17,
  splat: 18,
  extract: 29,
  replace: 30,
  and: 78,
  andNot: 79,
  or: 80,
  xor: 81,
  add32: 174,
  shl: 203,
  shru: 205,
  add: 206,
} as const;
export const i32 = 0x7f;
export const i64 = 0x7e;
export const v128 = 0x7b;
export const noResult = 0x40;

/** LEB128, as WebAssembly writes lengths, offsets and indices. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** The signed form of LEB128, in which constants are written. */
function signed(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest < -0x40n || rest >= 0x40n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest & 0x7fn)];
}

/** For a shuffle of two vectors: the second word of the first and the first word of the second. */
export const middle = Array.from({ length: 16 }, (_, i) => i + 8);
/** For a shuffle: the bytes of each word the other way around. */
export const reversed = Array.from({ length: 16 }, (_, i) => i ^ 7);

/** Appends instructions to a function's code. One array for all: joining thousands of small ones takes longer than compiling. */
export class Code {
  readonly bytes: number[] = [];

  emit(...bytes: number[]): this {
    this.bytes.push(...bytes);
    return this;
  }

  get(...locals: number[]): this {
    for (const local of locals) this.emit(op.localGet, local);
    return this;
  }

  set(local: number): this {
    return this.emit(op.localSet, local);
  }

  tee(local: number): this {
    return this.emit(op.localTee, local);
  }

  int(value: number): this {
    return this.emit(op.const32, ...signed(value));
  }

  long(value: bigint): this {
    return this.emit(op.const64, ...signed(BigInt.asIntN(64, value)));
  }

  load(pointer: number, offset: number): this {
    return this.get(pointer).emit(op.load64, 3, ...unsigned(offset));
  }

  store(offset: number): this {
    return this.emit(op.store64, 3, ...unsigned(offset));
  }

  vector(operation: number, ...immediates: readonly number[]): this {
    return this.emit(op.vector, ...unsigned(operation), ...immediates);
  }

  /** A vector that is known beforehand, byte by byte. */
  bytesOf(bytes: readonly number[]): this {
    return this.vector(vectorOp.const, ...bytes);
  }

  xorVectors(): this {
    return this.vector(vectorOp.xor);
  }

  /** Looks the bytes of one local up in the 16 of another. Out of range is 0. */
  lookUp(table: number, indices: number): this {
    return this.get(table, indices).vector(vectorOp.swizzle);
  }

  loadVector(pointer: number, offset: number): this {
    return this.get(pointer).loadVectorAt(offset);
  }

  /** Takes the address from the stack. */
  loadVectorAt(offset: number): this {
    return this.vector(vectorOp.load, 4, ...unsigned(offset));
  }

  /** Takes the address, and then the vector, from the stack. */
  storeVector(offset: number): this {
    return this.vector(vectorOp.store, 4, ...unsigned(offset));
  }

  rotated(local: number, bits: number): this {
    return this.get(local)
      .emit(op.const64, ...signed(bits))
      .emit(op.rotr64);
  }

  /** Adds to what is on the stack the exclusive or of three rotations. */
  addRotations(local: number, [first, second, third]: readonly [number, number, number]): this {
    this.rotated(local, first).rotated(local, second).emit(op.xor64);
    return this.rotated(local, third).emit(op.xor64, op.add64);
  }

  shiftedVector(local: number, bits: number): this {
    return this.get(local).int(bits).vector(vectorOp.shru);
  }

  rotatedVector(local: number, bits: number): this {
    this.shiftedVector(local, bits)
      .get(local)
      .int(64 - bits);
    return this.vector(vectorOp.shl).vector(vectorOp.or);
  }

  /** Adds to the vector on the stack the exclusive or of two rotations and a shift, which is what the schedule's σ are. */
  addSigma(local: number, [first, second, shift]: readonly [number, number, number]): this {
    this.rotatedVector(local, first).rotatedVector(local, second).vector(vectorOp.xor);
    return this.shiftedVector(local, shift).vector(vectorOp.xor).vector(vectorOp.add);
  }
}

/** Gives locals their numbers, behind the parameters. */
export class Locals {
  #next: number;
  readonly groups: (readonly [count: number, type: number])[] = [];

  constructor(parameters: number) {
    this.#next = parameters;
  }

  /** So many of one type. */
  take<const Names extends readonly string[]>(type: number, ...names: Names): Record<Names[number], number> {
    this.groups.push([names.length, type]);
    const taken = names.map((local) => [local, this.#next++] as const);
    return Object.fromEntries(taken) as Record<Names[number], number>;
  }
}

/** A section of a module. */
export function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** A name, as exports have it. */
export function name(text: string): number[] {
  return [text.length, ...Buffer.from(text, 'latin1')];
}

/** A function's code behind its locals, which are pairs of a count and a type. */
export function body(
  code: readonly number[],
  ...locals: readonly (readonly [count: number, type: number])[]
): number[] {
  const content = [locals.length, ...locals.flat(), ...code];
  return [...unsigned(content.length), ...content];
}
