/** Why Lambda refuses an invocation, in the words of its TooManyRequestsException. */
export type ThrottleReason =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded';

export interface BudgetLimits {
  readonly accountConcurrency: number;
  /** What reservations must leave for the functions without one. */
  readonly unreservedMinimum: number;
}

/**
 * Who may run at once: a function with a reservation up to that and always up to that, all others together up to what
 * reservations leave of the account's limit. Pure counting, O(1) per invocation.
 */
export class ConcurrencyBudget {
  readonly #limits: BudgetLimits;
  readonly #reserved = new Map<string, number>();
  readonly #running = new Map<string, number>();
  #unreservedRunning = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** The function's reservation; null without one. */
  reservationOf(name: string): number | null {
    return this.#reserved.get(name) ?? null;
  }

  /** The largest reservation that this function could have. */
  mostReservable(name: string): number {
    const { accountConcurrency, unreservedMinimum } = this.#limits;
    return accountConcurrency - unreservedMinimum - (this.#reservedInAll() - (this.#reserved.get(name) ?? 0));
  }

  /** Reserves; false where too little would be left. 0 stops the function, as on AWS. */
  reserve(name: string, concurrency: number): boolean {
    if (concurrency > this.mostReservable(name)) return false;
    this.#unreservedRunning -= this.#unreservedOf(name);
    this.#reserved.set(name, concurrency);
    return true;
  }

  unreserve(name: string): void {
    if (this.#reserved.delete(name)) this.#unreservedRunning += this.#running.get(name) ?? 0;
  }

  /** Takes a place for one invocation; the reason if there is none. */
  enter(name: string): ThrottleReason | null {
    const running = this.#running.get(name) ?? 0;
    const reserved = this.#reserved.get(name);
    if (reserved !== undefined) {
      if (running >= reserved) return 'ReservedFunctionConcurrentInvocationLimitExceeded';
    } else {
      if (this.#unreservedRunning >= this.#unreservedLimit()) return 'ConcurrentInvocationLimitExceeded';
      this.#unreservedRunning++;
    }
    this.#running.set(name, running + 1);
    return null;
  }

  /** Gives the place back. */
  leave(name: string): void {
    this.#running.set(name, (this.#running.get(name) ?? 1) - 1);
    if (!this.#reserved.has(name)) this.#unreservedRunning--;
  }

  #unreservedOf(name: string): number {
    return this.#reserved.has(name) ? 0 : (this.#running.get(name) ?? 0);
  }

  #unreservedLimit(): number {
    return this.#limits.accountConcurrency - this.#reservedInAll();
  }

  #reservedInAll(): number {
    let sum = 0;
    for (const concurrency of this.#reserved.values()) sum += concurrency;
    return sum;
  }
}
