// Opcodes of WebAssembly (core specification, 5.4), as far as they are used.
const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  load64: 0x29,
  store64: 0x37,
  const32: 0x41,
  const64: 0x42,
  equal32: 0x46,
  add32: 0x6a,
  sub32: 0x6b,
  add64: 0x7c,
  and64: 0x83,
  or64: 0x84,
  xor64: 0x85,
  shl64: 0x86,
  shru64: 0x88,
  rotr64: 0x8a,
} as const;
const i32 = 0x7f;
const i64 = 0x7e;
const noResult = 0x40;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function signed(value: bigint): number[] {
  // Nearly all are numbers of bits.
  if (value >= 0n && value < 64n) return [Number(value)];
  const bytes: number[] = [];
  let rest = BigInt.asIntN(64, value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** Appends instructions to a function's code. One array for all: joining thousands of small ones takes longer than compiling. */
class Code {
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

  constant(value: bigint): this {
    return this.emit(op.const64, ...signed(value));
  }

  load(pointer: number, offset: number): this {
    return this.get(pointer).emit(op.load64, 3, ...unsigned(offset));
  }

  store(offset: number): this {
    return this.emit(op.store64, 3, ...unsigned(offset));
  }

  rotated(local: number, bits: number): this {
    return this.get(local).constant(BigInt(bits)).emit(op.rotr64);
  }

  /** Adds to what is on the stack the exclusive or of three rotations; the last one is a shift for a negative number of bits. */
  addRotations(local: number, [first, second, third]: readonly [number, number, number]): this {
    this.rotated(local, first).rotated(local, second).emit(op.xor64);
    if (third > 0) this.rotated(local, third);
    else this.get(local).constant(BigInt(-third)).emit(op.shru64);
    return this.emit(op.xor64, op.add64);
  }

  /** Words are big-endian in the message, little-endian in memory: swaps bytes, then pairs, then halves of what is on the stack. */
  swap(): this {
    const step = (shift: bigint, mask: bigint): this =>
      this.set(spare)
        .get(spare)
        .constant(mask)
        .emit(op.and64)
        .constant(shift)
        .emit(op.shl64)
        .get(spare)
        .constant(shift)
        .emit(op.shru64)
        .constant(mask)
        .emit(op.and64, op.or64);
    step(8n, 0x00ff00ff00ff00ffn);
    step(16n, 0x0000ffff0000ffffn);
    return this.constant(32n).emit(op.rotr64);
  }
}

// Locals: the three parameters, the eight working variables, the last 16 words of the message schedule, one for whatever is at hand.
const [statePointer, dataPointer, blockCount] = [0, 1, 2];
const variable = (i: number): number => 3 + i;
const word = (i: number): number => 11 + (i & 15);
const spare = 27;
const constantPointer = 28;

/** Where the 80 constants of the rounds are expected in memory. */
export const roundConstantsAt = 0xf000;
const roundConstantsEnd = roundConstantsAt + 80 * 8;

/** w[i] += σ1(w[i−2]) + w[i−7] + σ0(w[i−15]), in a window of 16 words (FIPS 180-4, 6.4.2). */
function schedule(code: Code, i: number): void {
  code.get(word(i)).addRotations(word(i - 2), [19, 61, -6]);
  code.get(word(i - 7)).emit(op.add64);
  code.addRotations(word(i - 15), [1, 8, -7]).set(word(i));
}

/** One round. Instead of moving eight variables along, the names move: `at(0)` is a, `at(7)` is h. */
function round(code: Code, i: number): void {
  const at = (k: number): number => variable((k + 80 - i) & 7);
  const [a, b, c, d, e, f, g, h] = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)] as const;
  // t1 = h + Σ1(e) + Ch(e, f, g) + K[i] + w[i]
  code.get(h).addRotations(e, [14, 18, 41]);
  code.get(g, e, f, g).emit(op.xor64, op.and64, op.xor64, op.add64);
  code
    .load(constantPointer, 8 * i)
    .emit(op.add64)
    .get(word(i))
    .emit(op.add64)
    .set(spare);
  code.get(d, spare).emit(op.add64).set(d);
  // h = t1 + Σ0(a) + Maj(a, b, c)
  code.get(spare).addRotations(a, [28, 34, 39]);
  code.get(a, b).emit(op.and64).get(a, b).emit(op.or64).get(c).emit(op.and64, op.or64, op.add64).set(h);
}

/** compress(state, data, count): hashes `count` > 0 blocks of 128 bytes into the state. */
function compressBody(): number[] {
  const code = new Code().emit(op.loop, noResult);
  for (let i = 0; i < 8; i++) code.load(statePointer, 8 * i).set(variable(i));
  for (let i = 0; i < 16; i++)
    code
      .load(dataPointer, 8 * i)
      .swap()
      .set(word(i));
  // 16 rounds leave every variable where it was, so five times the same code does.
  code.emit(op.const32, ...signed(BigInt(roundConstantsAt))).set(constantPointer);
  code.emit(op.block, noResult, op.loop, noResult);
  for (let i = 0; i < 16; i++) round(code, i);
  code.get(constantPointer).emit(op.const32, ...signed(128n), op.add32, op.localTee, constantPointer);
  code.emit(op.const32, ...signed(BigInt(roundConstantsEnd)), op.equal32, op.brIf, 1);
  for (let i = 0; i < 16; i++) schedule(code, i);
  code.emit(op.br, 0, op.end, op.end);
  for (let i = 0; i < 8; i++) {
    code
      .get(statePointer)
      .load(statePointer, 8 * i)
      .get(variable(i))
      .emit(op.add64)
      .store(8 * i);
  }
  code
    .get(dataPointer)
    .emit(op.const32, ...signed(128n), op.add32)
    .set(dataPointer);
  code.get(blockCount).emit(op.const32, 1, op.sub32, op.localTee, blockCount, op.brIf, 0);
  return code.emit(op.end, op.end).bytes;
}

/** digest(state, to): writes the state as the 64 bytes that a digest is cut from. */
function digestBody(): number[] {
  const code = new Code();
  for (let i = 0; i < 8; i++)
    code
      .get(dataPointer)
      .load(statePointer, 8 * i)
      .swap()
      .store(8 * i);
  return code.emit(op.end).bytes;
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text, 'latin1')];
}

function body(code: readonly number[], longs: number, ints: number): number[] {
  const content = [2, longs, i64, ints, i32, ...code];
  return [...unsigned(content.length), ...content];
}

/** A WebAssembly module with one page of memory and SHA-512's compression function, of which 16 rounds are unrolled. */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  const noReturn = [0];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 3, i32, i32, i32, ...noReturn, 0x60, 2, i32, i32, ...noReturn]),
    ...section(3, [2, 0, 1]),
    ...section(5, [1, 1, 1, 1]),
    ...section(7, [3, ...name('memory'), 2, 0, ...name('compress'), 0, 0, ...name('digest'), 0, 1]),
    // The digest has two parameters: its locals are numbered as if it had as many as the other, the unused ones included.
    ...section(10, [2, ...body(compressBody(), 25, 1), ...body(digestBody(), 26, 0)]),
  ]);
}
