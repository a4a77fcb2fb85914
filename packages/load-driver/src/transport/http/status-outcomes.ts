import { OK, type OutcomeTable } from '../outcome-table.js';

/** Three digits, which is all that HTTP has. */
const STATUSES = 1000;
const UNKNOWN = -1;
const successful = (status: number): boolean => status >= 200 && status < 400;

/** What each HTTP status is as an outcome: 0, or the code of `HTTP_<status>`. Asked and interned once per status. */
export class StatusOutcomes {
  readonly #codes = new Int32Array(STATUSES).fill(UNKNOWN);
  readonly #outcomes: OutcomeTable;
  readonly #isSuccess: (status: number) => boolean;

  /** @param isSuccess which status counts as success. Default: 200 to 399. */
  constructor(outcomes: OutcomeTable, isSuccess: (status: number) => boolean = successful) {
    this.#outcomes = outcomes;
    this.#isSuccess = isSuccess;
  }

  /** The outcome of a final status (200 to 999). O(1), without a string after the first time. */
  of(status: number): number {
    const known = this.#codes[status]!;
    return known === UNKNOWN ? this.#learn(status) : known;
  }

  #learn(status: number): number {
    const code = this.#isSuccess(status) ? OK : this.#outcomes.codeOfHttpStatus(status);
    this.#codes[status] = code;
    return code;
  }
}
