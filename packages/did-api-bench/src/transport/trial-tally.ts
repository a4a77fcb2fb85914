/** Slowest traced requests that a trial names. */
export const SLOWEST_KEPT = 5;

const PARSED = 0;
const NUMBERS = 1;
const TIMES = NUMBERS + SLOWEST_KEPT;
const LENGTH = TIMES + SLOWEST_KEPT;

/** Bytes of the memory that the tallies of so many threads share with the session. */
export function tallyBytes(threads: number): number {
  return threads * LENGTH * Float64Array.BYTES_PER_ELEMENT;
}

/** What one thread tells of a trial beside its latencies. It lies in shared memory: the session reads it when the trial has ended, and clears it before. */
export class TrialTally {
  readonly #values: Float64Array;

  constructor(shared: SharedArrayBuffer, thread: number) {
    this.#values = new Float64Array(shared, thread * LENGTH * Float64Array.BYTES_PER_ELEMENT, LENGTH);
  }

  clear(): void {
    this.#values.fill(0);
  }

  /** Answers parsed in full. */
  get parsed(): number {
    return this.#values[PARSED]!;
  }

  countParsed(): void {
    this.#values[PARSED]!++;
  }

  /** Takes the time of a traced request, if it is among the slowest. Eight comparisons, no allocation. */
  traced(number: number, serviceNs: number): void {
    const values = this.#values;
    let least = TIMES;
    for (let i = TIMES + 1; i < LENGTH; i++) if (values[i]! < values[least]!) least = i;
    if (serviceNs <= values[least]!) return;
    values[least] = serviceNs;
    values[least - SLOWEST_KEPT] = number;
  }

  /** The slowest traced requests, slowest first. */
  slowest(): { readonly number: number; readonly serviceNs: number }[] {
    const kept = Array.from({ length: SLOWEST_KEPT }, (_, i) => ({
      number: this.#values[NUMBERS + i]!,
      serviceNs: this.#values[TIMES + i]!,
    }));
    return kept.filter(({ number }) => number > 0).sort((a, b) => b.serviceNs - a.serviceNs);
  }
}
