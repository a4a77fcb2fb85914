import { gunzipSync } from 'node:zlib';
import type { AnswerRule } from './answer-rule.js';
import { beginningOf } from './answer-shapes.js';

/** The first answers of a trial are all parsed: a target that is wrong from the start is found out at once. */
const FIRST_IN_FULL = 64;
const FIRST_BYTES = 2048;
/** Answers beyond this are told by their beginning. */
const MOST_BYTES = 1 << 20;

/**
 * Takes the bodies of answers as they come, slot by slot, and says whether they are what they must be: every one by its bytes, every `parseEvery`-th (and the
 * first 64) parsed in full. Of compressed answers only those that are parsed can be looked into. One buffer per slot, which grows to the largest answer;
 * nothing is allocated for an answer that is not parsed.
 */
export class AnswerChecker {
  readonly #buffers: (Buffer | undefined)[];
  readonly #lengths: Uint32Array;
  readonly #parseEvery: number;
  #seen = 0;
  /** What was wrong with the first answer that was not as it must be. */
  firstProblem: string | null = null;
  /** Answers that were parsed. */
  parsed = 0;

  constructor(slots: number, parseEvery: number) {
    this.#buffers = new Array<undefined>(slots).fill(undefined);
    this.#lengths = new Uint32Array(slots);
    this.#parseEvery = parseEvery;
  }

  begin(slot: number): void {
    this.#lengths[slot] = 0;
  }

  feed(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const had = this.#lengths[slot]!;
    const room = Math.min(end - start, MOST_BYTES - had);
    if (room <= 0) return;
    let buffer = this.#buffers[slot];
    if (buffer === undefined || buffer.length < had + room) {
      buffer = grown(buffer, had, had + room);
      this.#buffers[slot] = buffer;
    }
    if (Buffer.isBuffer(bytes)) bytes.copy(buffer, had, start, start + room);
    else buffer.set(bytes.subarray(start, start + room), had);
    this.#lengths[slot] = had + room;
  }

  /** Whether the answer that came on a slot is one that the rule accepts. */
  accepts(slot: number, rule: AnswerRule): boolean {
    const problem = this.#problemOf(slot, rule);
    if (problem === null) return true;
    this.firstProblem ??= `${problem}; the answer begins ${beginningOf(this.textOf(slot))}`;
    return false;
  }

  /** What came on a slot, as text. */
  textOf(slot: number): string {
    const buffer = this.#buffers[slot];
    if (buffer === undefined) return '';
    const body = buffer.subarray(0, this.#lengths[slot]);
    return isGzip(buffer, body.length) ? unzipped(body) : body.toString('utf8');
  }

  #problemOf(slot: number, rule: AnswerRule): string | null {
    const length = this.#lengths[slot]!;
    const buffer = this.#buffers[slot] ?? EMPTY;
    const inFull = this.#seen < FIRST_IN_FULL || this.#seen % this.#parseEvery === 0;
    this.#seen++;
    if (!isGzip(buffer, length)) {
      const problem = rule.quickly(buffer, length);
      if (problem !== null || !inFull) return problem;
    } else if (!inFull) return null;
    this.parsed++;
    return rule.inFull(this.textOf(slot));
  }
}

const EMPTY = Buffer.alloc(0);

function isGzip(buffer: Buffer, length: number): boolean {
  return length > 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

function unzipped(body: Buffer): string {
  try {
    return gunzipSync(body).toString('utf8');
  } catch {
    return '(an answer that says it is compressed, and is not)';
  }
}

function grown(buffer: Buffer | undefined, used: number, needed: number): Buffer {
  let size = Math.max(FIRST_BYTES, buffer?.length ?? 0);
  while (size < needed) size *= 2;
  const larger = Buffer.alloc(size);
  buffer?.copy(larger, 0, 0, used);
  return larger;
}
