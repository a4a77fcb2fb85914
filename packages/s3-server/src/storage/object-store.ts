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

/** What is known of an object beside its bytes. */
export interface ObjectMeta {
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch, as the one who commits it says. */
  readonly lastModified: number;
  readonly checksum: StoredChecksum | undefined;
  /** `content-type` and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names without `x-amz-meta-`. */
  readonly userMetadata: Readonly<Record<string, string>>;
  /** Of an object that was uploaded in parts. */
  readonly parts?: readonly ObjectPart[];
}

/** What is given with a commit: size and parts are what was written. */
export type NewObjectMeta = Omit<ObjectMeta, 'sizeBytes' | 'parts'>;

/** A bucket as ListBuckets shows it. */
export interface BucketInfo {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
}

/**
 * Looks at what is there in the very instant before a commit, and throws where it must not be replaced or deleted: so `If-None-Match: *` and
 * `If-Match` hold however many write at once. Its error is the caller's; nothing was changed then.
 */
export type CommitCheck = (current: ListedObject | undefined) => void;

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
  /** Milliseconds since the epoch. */
  readonly initiatedAt: number;
}

/** An upload in parts that is neither complete nor aborted. */
export interface UploadInfo extends NewUpload {
  /** Sorts after those of uploads that were initiated before. */
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
}

/** What the protocol knows of a part when its bytes were received and found good. */
export interface NewPart {
  /** Without quotes. */
  readonly etag: string;
  /** Base64, of the algorithm of the upload or the one the client chose for the part. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

export interface PartInfo extends NewPart {
  readonly partNumber: number;
  readonly sizeBytes: number;
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
  createBucket(name: string, createdAt: number): Promise<void>;
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
   * @throws StorageError NoSuchBucket, KeyTooLong, InvalidKey, NoSpace; and whatever `check` throws.
   */
  putObject(
    bucket: string,
    key: string,
    writer: ObjectWriter,
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta>;

  /** Undefined where there is none. Throws NoSuchBucket, CorruptObject. */
  headObject(bucket: string, key: string): Promise<ObjectMeta | undefined>;
  /** Holds the object open as it is now; undefined where there is none. Throws NoSuchBucket, CorruptObject. */
  openReader(bucket: string, key: string): Promise<ObjectReader | undefined>;
  /** Returns whether there was one. Throws NoSuchBucket, and whatever `check` throws. */
  deleteObject(bucket: string, key: string, check?: CommitCheck): Promise<boolean>;
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
   * @throws StorageError NoSuchUpload, InvalidPart, InvalidPartOrder, NoSpace, and whatever `check` throws. The upload is then as it was.
   */
  completeUpload(
    uploadId: string,
    parts: readonly PartChoice[],
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta>;
  /** @throws StorageError NoSuchUpload. */
  abortUpload(uploadId: string): Promise<void>;

  /** Writes under way fail; what is committed stays. Idempotent. */
  close(): Promise<void>;
}
