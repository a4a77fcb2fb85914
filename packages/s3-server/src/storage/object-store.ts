import type { ChecksumAlgorithm, ChecksumType } from '../checksum/checksum-algorithm.js';
import type { ObjectReader } from './object-reader.js';
import type { ObjectWriter } from './object-writer.js';

/** The additional checksum stored with an object or a part. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one has `-N` behind it. */
  readonly value: string;
}

/** What is kept of a part when its object is complete. */
export interface ObjectPart {
  readonly partNumber: number;
  readonly sizeBytes: number;
  /** Base64. */
  readonly checksum: string | undefined;
}

/** What the protocol knows of an object when all its bytes were received and found good. */
export interface NewObjectMeta {
  /** Without quotes. */
  readonly etag: string;
  readonly checksum: StoredChecksum | undefined;
  /** `content-type` and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names without `x-amz-meta-`. */
  readonly userMetadata: Readonly<Record<string, string>>;
}

/** What is known of an object beside its bytes. */
export interface ObjectMeta extends NewObjectMeta {
  readonly sizeBytes: number;
  /** When it was committed: milliseconds since the epoch. */
  readonly lastModified: number;
  /** Of an object that was uploaded in parts. */
  readonly parts?: readonly ObjectPart[];
}

/** A bucket as ListBuckets shows it. */
export interface BucketInfo {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/**
 * What must be true of the key at the moment of the commit: no object there (`If-None-Match: *`), or the one with this ETag
 * (`If-Match`, without quotes; `*` for any). It is judged in the same instant as the commit, so that of many writers one wins.
 */
export type Precondition = { readonly kind: 'absent' } | { readonly kind: 'etag'; readonly etag: string };

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
}

export interface ListObjectsQuery {
  readonly bucket: string;
  /** Empty for all. */
  readonly prefix: string;
  /** What follows its first occurrence behind the prefix is folded into one common prefix. */
  readonly delimiter?: string;
  /** Only what sorts behind it; where it is itself a common prefix of this listing, all that is folded into it is passed over too. */
  readonly startAfter?: string;
  /** Objects and common prefixes together. */
  readonly maxKeys: number;
}

export interface ObjectListing {
  /** Sorted by the bytes of their keys in UTF-8, as S3 sorts. */
  readonly objects: readonly ListedObject[];
  /** Sorted likewise. */
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The `startAfter` of the next page; only where there is one. */
  readonly nextStartAfter?: string;
}

/** What CreateMultipartUpload says of the object to come. */
export interface NewUpload {
  readonly headers: Readonly<Record<string, string>>;
  readonly userMetadata: Readonly<Record<string, string>>;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
}

/** An upload in parts that is neither complete nor aborted. */
export interface UploadInfo extends NewUpload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly initiatedAt: number;
}

/** What the protocol knows of a part when its bytes were received and found good. */
export interface NewPart {
  /** Without quotes. */
  readonly etag: string;
  /** Base64, of the algorithm of the upload or the one the client chose for the part. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
}

export interface PartInfo extends NewPart {
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly lastModified: number;
}

/** A part as CompleteMultipartUpload names it. */
export interface PartChoice {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
}

export interface ListUploadsQuery {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter?: string;
  readonly keyMarker?: string;
  /** With `keyMarker` only: uploads of that very key that were initiated after this one are listed too. */
  readonly uploadIdMarker?: string;
  readonly maxUploads: number;
}

export interface UploadListing {
  /** By key, and of one key in the order in which they were initiated. */
  readonly uploads: readonly UploadInfo[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** Only where the listing is truncated. */
  readonly nextKeyMarker?: string;
  readonly nextUploadIdMarker?: string;
}

/**
 * Where buckets and objects are kept. One process has a store open at a time.
 *
 * Every method may throw a `StorageError`; it then has changed nothing. What a promise was fulfilled for is visible to every later call, and,
 * in a durable store, survives a loss of power. Objects appear whole or not at all; of several commits to one key the last wins.
 * Who has read an object's meta through `openReader` reads that very version, whatever happens to the key meanwhile.
 */
export interface ObjectStore {
  /** @throws StorageError BucketAlreadyExists, InvalidBucketName. */
  createBucket(name: string): Promise<void>;
  /** Its unfinished uploads are aborted. Throws NoSuchBucket, BucketNotEmpty. */
  deleteBucket(name: string): Promise<void>;
  hasBucket(name: string): boolean;
  /** Sorted by name. */
  listBuckets(): readonly BucketInfo[];

  /**
   * A place for bytes that belong to no object yet. It must be given to `putObject` or `putPart`, or aborted.
   *
   * @param sizeHint how many bytes are expected; a wrong one costs speed only.
   */
  openWriter(sizeHint?: number): ObjectWriter;

  /**
   * Commits what was written as an object. The writer is used up, also where this throws.
   *
   * @throws StorageError NoSuchBucket, KeyTooLong, InvalidKey, NoSpace, PreconditionFailed; NoSuchKey where the object that
   * the precondition names is not there.
   */
  putObject(
    bucket: string,
    key: string,
    writer: ObjectWriter,
    meta: NewObjectMeta,
    precondition?: Precondition,
  ): Promise<ObjectMeta>;

  /** @throws StorageError NoSuchBucket, NoSuchKey, CorruptObject. */
  headObject(bucket: string, key: string): Promise<ObjectMeta>;
  /** @throws StorageError NoSuchBucket, NoSuchKey, CorruptObject. */
  openReader(bucket: string, key: string): Promise<ObjectReader>;
  /** Returns whether there was one. Throws NoSuchBucket, PreconditionFailed. */
  deleteObject(bucket: string, key: string, precondition?: Precondition): Promise<boolean>;
  /** @throws StorageError NoSuchBucket. */
  listObjects(query: ListObjectsQuery): ObjectListing;

  /** @throws StorageError NoSuchBucket, KeyTooLong, InvalidKey. */
  createUpload(bucket: string, key: string, upload: NewUpload): Promise<UploadInfo>;
  /** @throws StorageError NoSuchUpload. That it is of the bucket and key a request names is for the caller to compare. */
  getUpload(uploadId: string): UploadInfo;
  /** Commits what was written as a part, in place of an earlier one of that number. Throws NoSuchUpload, NoSpace. */
  putPart(uploadId: string, partNumber: number, writer: ObjectWriter, part: NewPart): Promise<PartInfo>;
  /** All of them, by number. Throws NoSuchUpload. */
  listParts(uploadId: string): readonly PartInfo[];
  /** @throws StorageError NoSuchBucket. */
  listUploads(query: ListUploadsQuery): UploadListing;
  /**
   * Makes an object of the parts, which are compared with what is there in the instant of the commit. Parts not named are discarded.
   *
   * @throws StorageError NoSuchUpload, InvalidPart, InvalidPartOrder, PreconditionFailed, NoSuchKey, NoSpace. The upload is then as it was.
   */
  completeUpload(
    uploadId: string,
    parts: readonly PartChoice[],
    meta: NewObjectMeta,
    precondition?: Precondition,
  ): Promise<ObjectMeta>;
  /** @throws StorageError NoSuchUpload. */
  abortUpload(uploadId: string): Promise<void>;

  /** Writes under way fail; what is committed stays. Idempotent. */
  close(): Promise<void>;
}
