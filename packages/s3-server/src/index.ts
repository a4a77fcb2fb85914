/**
 * `@benchwright/s3-server`: an S3 server for tests and experiments. Opinionated about one thing: what it has acknowledged is what was
 * sent, verified by every signature and checksum the client gave. It knows nothing of benchmarks, and imports nothing of ours.
 */
export type { S3ErrorDetails } from './errors/s3-error.js';
export { S3Error } from './errors/s3-error.js';
export type { S3ErrorCode } from './errors/s3-error-codes.js';
