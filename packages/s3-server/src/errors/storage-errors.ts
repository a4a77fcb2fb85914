import type { StorageErrorReason } from '../storage/storage-error.js';
import { StorageError } from '../storage/storage-error.js';
import { S3Error } from './s3-error.js';
import type { S3ErrorCode } from './s3-error-codes.js';

const codes: Readonly<Record<StorageErrorReason, S3ErrorCode>> = {
  BucketAlreadyExists: 'BucketAlreadyOwnedByYou',
  BucketNotEmpty: 'BucketNotEmpty',
  CorruptObject: 'InternalError',
  InvalidBucketName: 'InvalidBucketName',
  InvalidKey: 'InvalidArgument',
  InvalidPart: 'InvalidPart',
  InvalidPartOrder: 'InvalidPartOrder',
  KeyTooLong: 'KeyTooLongError',
  NoSpace: 'InsufficientStorage',
  NoSuchBucket: 'NoSuchBucket',
  NoSuchUpload: 'NoSuchUpload',
  StoreClosed: 'ServiceUnavailable',
};

/** Those whose own message says more than S3's. */
const telling: ReadonlySet<StorageErrorReason> = new Set(['CorruptObject', 'InvalidKey', 'NoSpace']);

/** Whatever was thrown, as the error that is answered. What nobody foresaw is an InternalError, and does not show its insides. */
export function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (!(error instanceof StorageError)) return new S3Error('InternalError');
  return new S3Error(codes[error.reason], telling.has(error.reason) ? error.message : undefined);
}
