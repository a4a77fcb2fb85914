/** What a store may refuse, and why. The names are those of S3 where S3 has one. */
export type StorageErrorReason =
  | 'BucketAlreadyExists'
  | 'BucketNotEmpty'
  /** What is stored cannot be read: the file was truncated or changed from outside. */
  | 'CorruptObject'
  | 'InvalidBucketName'
  /** Empty, or not text that UTF-8 can hold. */
  | 'InvalidKey'
  /** A part that was not uploaded, or one whose ETag is another. */
  | 'InvalidPart'
  /** Not in ascending order, or one named twice. */
  | 'InvalidPartOrder'
  /** More than 1024 bytes in UTF-8. */
  | 'KeyTooLong'
  | 'NoSpace'
  | 'NoSuchBucket'
  | 'NoSuchUpload'
  /** The store was closed. */
  | 'StoreClosed';

/** A refusal of a store. Nothing was changed when it is thrown. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code = 'ERR_S3_STORAGE';

  constructor(
    readonly reason: StorageErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
