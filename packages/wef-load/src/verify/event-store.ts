import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { explainStoreError } from './store-error.js';

/** A Parquet file in the bucket, as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  /** Since when it can be seen, by the store's clock, in milliseconds since the epoch. */
  readonly lastModifiedMs: number;
}

/** Where a bucket is. */
export interface EventStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  /** For messages. */
  readonly address: string;
}

/** The bucket that a collector writes to, read only. */
export class EventStore {
  readonly bucket: string;
  readonly prefix: string;
  readonly #client: S3Client;
  readonly #address: string;

  constructor({ client, bucket, prefix, address }: EventStoreOptions) {
    this.#client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.#address = address;
  }

  /** Whether the bucket is there and may be read. Throws StoreError, TargetUnreachableError. */
  async check(signal?: AbortSignal): Promise<void> {
    await this.#explained(
      this.#client.send(new HeadBucketCommand({ Bucket: this.bucket }), abortable(signal)),
    );
  }

  /** Every object under the prefix, all pages of the listing. Throws as {@link check}. */
  async list(signal?: AbortSignal): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    let token: string | undefined;
    do {
      const page = await this.#explained(
        this.#client.send(
          new ListObjectsV2Command({
            Bucket: this.bucket,
            Prefix: this.prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
          abortable(signal),
        ),
      );
      for (const { Key, Size = 0, ETag = '', LastModified } of page.Contents ?? []) {
        if (Key === undefined) continue;
        objects.push({ key: Key, bytes: Size, etag: ETag, lastModifiedMs: LastModified?.getTime() ?? 0 });
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return objects;
  }

  /** Copies an object into a file, as a stream: a file of any size takes the same memory. */
  async download(key: string, file: string, signal?: AbortSignal): Promise<void> {
    const { Body } = await this.#explained(
      this.#client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }), abortable(signal)),
    );
    if (!(Body instanceof Readable)) throw new Error(`S3 answered ${key} without a body`);
    await pipeline(Body, createWriteStream(file), abortable(signal));
  }

  async #explained<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw explainStoreError(error, this.bucket, this.#address);
    }
  }
}

function abortable(signal: AbortSignal | undefined): { abortSignal?: AbortSignal; signal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal, signal };
}
