import { type S3ErrorCode, s3Errors } from './s3-error-codes.js';

/** What stands in the error document beside code and message, such as `<Key>` or `<ArgumentName>`. */
export type S3ErrorDetails = Readonly<Record<string, string>>;

/** An answer of the server that is an error: thrown anywhere in an operation, written as S3's error document at one place. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  /** The HTTP status. */
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message?: string,
    readonly details: S3ErrorDetails = {},
  ) {
    super(message ?? s3Errors[code][1]);
    this.status = s3Errors[code][0];
  }
}
