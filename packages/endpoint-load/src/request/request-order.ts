import { InvalidRequestError } from '@benchwright/load-driver';

/** Which requests of the run a source gives: numbers `index`, `index + of`, `index + 2·of` … */
export interface SourceSlice {
  readonly index: number;
  readonly of: number;
}

/** Goes through the requests of a run, over all its trials: the numbering never starts again, so that `{{seq}}` is unique. */
export class RequestCounter {
  readonly #order: Uint32Array;
  readonly #of: number;
  readonly #step: number;
  #cursor: number;
  /** The number of the request that `next` will give. */
  number: number;

  /** @throws InvalidRequestError when there is no request */
  constructor(count: number, order: Uint32Array | null, { index, of }: SourceSlice) {
    if (count === 0) throw new InvalidRequestError('table', 'holds no requests');
    this.#order = order ?? Uint32Array.from({ length: count }, (_, i) => i);
    this.#of = of;
    this.#step = of % this.#order.length;
    this.#cursor = index % this.#order.length;
    this.number = index;
  }

  /** Which of the requests comes now. */
  next(): number {
    const which = this.#order[this.#cursor]!;
    this.number += this.#of;
    this.#cursor += this.#step;
    if (this.#cursor >= this.#order.length) this.#cursor -= this.#order.length;
    return which;
  }
}
