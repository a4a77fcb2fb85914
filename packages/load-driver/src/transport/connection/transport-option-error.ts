/** Options of a transport that contradict themselves or are out of range. */
export class TransportOptionError extends Error {
  override readonly name = 'TransportOptionError';
  readonly code = 'ERR_TRANSPORT_OPTION';
  /** The option at fault. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super(`transport option "${option}": ${problem}`);
    this.option = option;
  }
}
