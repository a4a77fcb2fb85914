/** What kept the DID server from starting. */
export type DidServerErrorCode =
  | 'ERR_PORT_IN_USE'
  | 'ERR_LISTEN_FAILED'
  | 'ERR_TARGET_FLAG'
  | 'ERR_DATABASE'
  | 'ERR_REDIS_UNREACHABLE';

/** The DID server could not be started, for a reason that the caller can change; the message says how. */
export class DidServerError extends Error {
  readonly code: DidServerErrorCode;

  constructor(code: DidServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DidServerError';
    this.code = code;
  }
}

/** What a caller of the API did wrong, as FastAPI words it: `{"detail": …}`. */
export class ApiError extends Error {
  readonly statusCode: number;
  readonly detail: unknown;

  constructor(statusCode: number, detail: unknown) {
    super(typeof detail === 'string' ? detail : 'request refused');
    this.name = 'ApiError';
    this.statusCode = statusCode;
    this.detail = detail;
  }
}
