/** A request that cannot be put on the wire as it was asked for. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  readonly code = 'ERR_INVALID_REQUEST';
  /** The part at fault: `method`, `path`, `host`, or `header <name>`. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`request ${field}: ${problem}`);
    this.field = field;
  }
}
