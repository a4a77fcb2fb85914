/** Thrown by `Transport.open` when not one connection to the target could be made. */
export class TargetUnreachableError extends Error {
  override readonly name = 'TargetUnreachableError';
  readonly code = 'ERR_TARGET_UNREACHABLE';
  /** The target as it was given, `host:port`. */
  readonly address: string;
  /** What was tried, one line each: the address, the error class, and what the system said. */
  readonly tried: readonly string[];
  /** What the user can do about it. */
  readonly hint: string;

  constructor(address: string, tried: readonly string[], hint: string, options?: ErrorOptions) {
    super(
      `cannot reach ${address}\n${tried.map((line) => `  tried ${line}`).join('\n')}\n  ${hint}`,
      options,
    );
    this.address = address;
    this.tried = tried;
    this.hint = hint;
  }
}

const HINTS: Readonly<Record<string, string>> = {
  CONNECT_REFUSED: 'Is the server running, and does it listen on this port?',
  CONNECT_TIMEOUT: 'Is a firewall in between, or is the server too busy to accept connections?',
  DNS: 'Check the spelling of the host name.',
  TLS: 'Does this port speak TLS, and is its certificate signed by an authority that is trusted here?',
};

/** What a user can do about a target that failed with this error class. */
export function unreachableHint(errorClass: string): string {
  return HINTS[errorClass] ?? 'Check the address, and that the server is running.';
}
