import { randomBytes } from 'node:crypto';
import { listObjects } from './list-objects.js';
import { listUploads } from './list-uploads.js';
import { checkKey } from './object-key.js';
import type {
  BucketInfo,
  ListedObject,
  ListObjectsQuery,
  ListUploadsQuery,
  NewUpload,
  ObjectListing,
  PartChoice,
  PartInfo,
  UploadInfo,
  UploadListing,
} from './object-store.js';
import { SortedMap } from './sorted-map.js';
import { StorageError } from './storage-error.js';

/** A bucket and what is in it. */
export interface CatalogBucket<O extends ListedObject> extends BucketInfo {
  readonly objects: SortedMap<O>;
}

/** An unfinished upload and its parts by number. */
export interface CatalogUpload<P extends PartInfo> {
  readonly info: UploadInfo;
  readonly parts: Map<number, P>;
}

const bucketName = /^(?=.{3,63}$)[a-z0-9][a-z0-9.-]*[a-z0-9]$/;

/** What a store knows without looking: its buckets, the objects in them by key, and the unfinished uploads. */
export class Catalog<O extends ListedObject, P extends PartInfo> {
  readonly #buckets = new Map<string, CatalogBucket<O>>();
  readonly #uploads = new Map<string, CatalogUpload<P>>();

  /** @throws StorageError InvalidBucketName, BucketAlreadyExists. */
  checkNewBucket(name: string): void {
    if (!bucketName.test(name)) {
      throw new StorageError(
        'InvalidBucketName',
        `${JSON.stringify(name)} is no name for a bucket: 3 to 63 of a-z, 0-9, dot and hyphen, a letter or digit at both ends.`,
      );
    }
    if (this.#buckets.has(name)) {
      throw new StorageError('BucketAlreadyExists', `The bucket ${name} exists already.`);
    }
  }

  addBucket({ name, createdAt }: BucketInfo): CatalogBucket<O> {
    const bucket = { name, createdAt, objects: new SortedMap<O>() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Takes an empty bucket out, with its uploads. Throws NoSuchBucket, BucketNotEmpty. */
  removeBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) {
      throw new StorageError('BucketNotEmpty', `The bucket ${name} still holds objects.`);
    }
    this.#buckets.delete(name);
    for (const { info } of this.#uploads.values()) {
      if (info.bucket === name) this.#uploads.delete(info.uploadId);
    }
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  /** @throws StorageError NoSuchBucket. */
  bucket(name: string): CatalogBucket<O> {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new StorageError('NoSuchBucket', `There is no bucket ${name}.`);
    return bucket;
  }

  listBuckets(): BucketInfo[] {
    return [...this.#buckets.values()]
      .map(({ name, createdAt }) => ({ name, createdAt }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  listObjects(query: ListObjectsQuery): ObjectListing {
    return listObjects(this.bucket(query.bucket).objects, query);
  }

  /** What an upload to a key would be called. Throws NoSuchBucket, InvalidKey, KeyTooLong. */
  newUpload(bucket: string, key: string, upload: NewUpload): UploadInfo {
    this.bucket(bucket);
    checkKey(key);
    return { ...upload, uploadId: newUploadId(upload.initiatedAt), bucket, key };
  }

  addUpload(info: UploadInfo): CatalogUpload<P> {
    this.bucket(info.bucket);
    const upload = { info, parts: new Map<number, P>() };
    this.#uploads.set(info.uploadId, upload);
    return upload;
  }

  removeUpload(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  /** @throws StorageError NoSuchUpload. */
  upload(uploadId: string): CatalogUpload<P> {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw new StorageError('NoSuchUpload', `There is no upload ${uploadId}.`);
    return upload;
  }

  listParts(uploadId: string): P[] {
    return [...this.upload(uploadId).parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  }

  listUploads(query: ListUploadsQuery): UploadListing {
    this.bucket(query.bucket);
    const infos: UploadInfo[] = [];
    for (const { info } of this.#uploads.values()) if (info.bucket === query.bucket) infos.push(info);
    return listUploads(infos, query);
  }

  /** The parts that are to make an object. Throws NoSuchUpload, InvalidPart, InvalidPartOrder. */
  chooseParts(uploadId: string, choices: readonly PartChoice[]): P[] {
    const { parts } = this.upload(uploadId);
    if (choices.length === 0) throw new StorageError('InvalidPart', 'No part is named.');
    let before = 0;
    return choices.map(({ partNumber, etag }) => {
      if (partNumber <= before) {
        throw new StorageError('InvalidPartOrder', `Part ${partNumber} is named behind part ${before}.`);
      }
      before = partNumber;
      const part = parts.get(partNumber);
      if (part === undefined || part.etag !== etag) {
        throw new StorageError(
          'InvalidPart',
          part === undefined
            ? `Part ${partNumber} was not uploaded.`
            : `Part ${partNumber} has the ETag ${part.etag}, not ${etag}.`,
        );
      }
      return part;
    });
  }
}

/** Sorts by time, so that listings in the order of ids are in the order of initiation; cannot be guessed. */
function newUploadId(initiatedAt: number): string {
  return initiatedAt.toString(16).padStart(12, '0') + randomBytes(16).toString('hex');
}
