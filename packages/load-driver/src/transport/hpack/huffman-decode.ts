import { EOS, HUFFMAN_BITS, HUFFMAN_CODES } from './huffman-code.js';

const NIBBLES = 16;
const ROOT = 0;
/** A step: the next state in the low bits, then the byte that it completes and whether it completes one. */
const STATE_MASK = 0x1ff;
const SYMBOL_SHIFT = 9;
const EMITS = 1 << 17;
const FAILS = 1 << 18;
/** A string may end in the state that the step leads to: what remains is padding. */
const MAY_END = 1 << 19;

/**
 * One step per half byte: the shortest code has five bits, so that a step completes at most one byte. 256 states of 16
 * steps take 16 KB and decode 3 to 4 times as fast as walking the tree bit by bit.
 */
const STEPS = buildSteps();

/** The most bytes that `length` bytes decode to. */
export function mostDecoded(length: number): number {
  return Math.floor((length * 8) / 5);
}

/**
 * Decodes `source[from, to)` into `target` at `at`, which must have room for `mostDecoded` bytes. Returns where the
 * decoded bytes end, or -1 when it is not a valid string: EOS within, or padding that is longer than 7 bits or not the
 * first bits of EOS (RFC 7541 §5.2). O(to − from).
 */
export function decodeHuffman(
  source: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  at: number,
): number {
  let state = ROOT;
  let out = at;
  let step = MAY_END;
  for (let i = from; i < to; i++) {
    const byte = source[i]!;
    step = STEPS[state * NIBBLES + (byte >> 4)]!;
    if ((step & EMITS) !== 0) target[out++] = (step >> SYMBOL_SHIFT) & 0xff;
    if ((step & FAILS) !== 0) return -1;
    step = STEPS[(step & STATE_MASK) * NIBBLES + (byte & 0xf)]!;
    if ((step & EMITS) !== 0) target[out++] = (step >> SYMBOL_SHIFT) & 0xff;
    if ((step & FAILS) !== 0) return -1;
    state = step & STATE_MASK;
  }
  return (step & MAY_END) !== 0 ? out : -1;
}

/** The code as a tree: `children[node * 2 + bit]` is an inner node, or a leaf as -1 − symbol. */
function buildTree(): number[] {
  const children = [0, 0];
  for (let symbol = 0; symbol <= EOS; symbol++) {
    let node = ROOT;
    for (let bit = HUFFMAN_BITS[symbol]! - 1; bit > 0; bit--) {
      const branch = node * 2 + ((HUFFMAN_CODES[symbol]! >>> bit) & 1);
      if (children[branch] === 0) {
        children[branch] = children.length / 2;
        children.push(0, 0);
      }
      node = children[branch]!;
    }
    children[node * 2 + (HUFFMAN_CODES[symbol]! & 1)] = -1 - symbol;
  }
  return children;
}

function buildSteps(): Int32Array {
  const children = buildTree();
  const states = children.length / 2;
  const endings = paddingStates(children);
  const steps = new Int32Array(states * NIBBLES);
  for (let state = 0; state < states; state++) {
    for (let nibble = 0; nibble < NIBBLES; nibble++) {
      let node = state;
      let step = 0;
      for (let bit = 3; bit >= 0 && (step & FAILS) === 0; bit--) {
        const next = children[node * 2 + ((nibble >> bit) & 1)]!;
        node = Math.max(ROOT, next);
        if (next === -1 - EOS) step = FAILS;
        else if (next < 0) step = EMITS | ((-1 - next) << SYMBOL_SHIFT);
      }
      steps[state * NIBBLES + nibble] = step | node | (endings.has(node) ? MAY_END : 0);
    }
  }
  return steps;
}

/** The states after at most seven bits of EOS, which is all ones. */
function paddingStates(children: readonly number[]): Set<number> {
  const states = new Set([ROOT]);
  let node = ROOT;
  for (let bits = 1; bits <= 7; bits++) {
    node = children[node * 2 + 1]!;
    states.add(node);
  }
  return states;
}
