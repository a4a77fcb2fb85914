/** The outcome of a request that was answered completely and acceptably. */
export const OK = 0;

/**
 * Interns error classes (`TIMEOUT`, `HTTP_500`, `GRPC_UNAVAILABLE`, …) as small integers, so that the hot path counts
 * outcomes by indexing an array and never touches a string. Code 0 is always `ok`.
 */
export class OutcomeTable {
  readonly #names: string[] = ['ok'];
  readonly #codes = new Map<string, number>([['ok', OK]]);
  readonly #httpCodes = new Uint16Array(1000);

  /** Number of codes handed out so far, `ok` included. */
  get size(): number {
    return this.#names.length;
  }

  /** The code of an error class; the same class always gets the same code. O(1). */
  codeOf(errorClass: string): number {
    const known = this.#codes.get(errorClass);
    if (known !== undefined) return known;
    const code = this.#names.length;
    this.#names.push(errorClass);
    this.#codes.set(errorClass, code);
    return code;
  }

  /** The code of `HTTP_<status>`, without building a string after the first time. */
  codeOfHttpStatus(status: number): number {
    const known = this.#httpCodes[status];
    if (known !== undefined && known !== 0) return known;
    const code = this.codeOf(`HTTP_${status}`);
    if (status >= 0 && status < this.#httpCodes.length) this.#httpCodes[status] = code;
    return code;
  }

  /** The error class behind a code. */
  nameOf(code: number): string {
    return this.#names[code] ?? `UNKNOWN_${code}`;
  }
}
