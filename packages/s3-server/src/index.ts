/**
 * `@benchwright/s3-server`: an S3 server for tests and experiments. Opinionated about one thing: what it has acknowledged is what was
 * sent, verified by every signature and checksum the client gave. It knows nothing of benchmarks, and imports nothing of ours.
 */
export type { S3Credentials } from './auth/credentials.js';
export type { S3ServerErrorCode } from './errors/s3-server-error.js';
export { S3ServerError } from './errors/s3-server-error.js';
export { FaultConfigError } from './fault/check-fault-config.js';
export type {
  FaultConfig,
  FaultKind,
  FaultRule,
  FaultWindow,
  LatencyConfig,
} from './fault/fault-config.js';
export type { OperationName } from './operations/find-operation.js';
export type { S3Server } from './s3-server.js';
export { createS3Server } from './s3-server.js';
export type { StorageOption } from './server/create-store.js';
export type { S3ServerOptions } from './server/server-options.js';
export { StoreFolderError } from './storage/disk/folder-error.js';
