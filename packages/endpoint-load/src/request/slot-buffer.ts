import type { FieldValues } from './field-values.js';

/** Bytes with holes: `pieces[0] hole pieces[1] … pieces[n]`. */
export type Pieces = readonly Uint8Array[];

/** The buffer of one slot, with what was last laid out in it. */
export class SlotBuffer {
  readonly #bytes: Buffer;
  /** Views of the buffer's beginning by length: a handful, made once each. */
  readonly #views = new Map<number, Buffer>();
  #pieces: Pieces | null = null;
  #offsets = new Uint32Array(0);
  #view: Buffer;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
    this.#view = this.#bytes;
  }

  /**
   * The pieces with the values of fields `firstField`, `firstField + 1` … in their holes. Valid until the next call. Pieces are
   * copied only when something has `moved` since the last call, or they are others.
   */
  render(pieces: Pieces, values: FieldValues, firstField: number, moved: boolean): Buffer {
    if (moved || pieces !== this.#pieces) this.#layOut(pieces, values, firstField);
    for (let hole = 0; hole < pieces.length - 1; hole++) {
      values.write(firstField + hole, this.#bytes, this.#offsets[hole]!);
    }
    return this.#view;
  }

  #layOut(pieces: Pieces, { widths }: FieldValues, firstField: number): void {
    this.#pieces = pieces;
    if (pieces.length > this.#offsets.length) this.#offsets = new Uint32Array(pieces.length);
    let at = 0;
    for (let p = 0; p < pieces.length; p++) {
      this.#bytes.set(pieces[p]!, at);
      at += pieces[p]!.length;
      if (p === pieces.length - 1) break;
      this.#offsets[p] = at;
      at += widths[firstField + p]!;
    }
    let view = this.#views.get(at);
    if (view === undefined) {
      view = this.#bytes.subarray(0, at);
      this.#views.set(at, view);
    }
    this.#view = view;
  }
}
