/** Why a server did not start. */
export type S3ServerErrorCode = 'ERR_LISTEN_FAILED' | 'ERR_PORT_IN_USE' | 'ERR_S3_SERVER_CONFIG';

/** A server could not be started as it was asked to. */
export class S3ServerError extends Error {
  override readonly name = 'S3ServerError';

  constructor(
    readonly code: S3ServerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
