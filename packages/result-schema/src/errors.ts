/**
 * The base of every error that a user can cause. `code` is stable and safe to match on; `hint` says what to do next.
 * Recognise one by its code rather than by `instanceof`: two copies of this package may be loaded.
 */
export class BenchwrightError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}
