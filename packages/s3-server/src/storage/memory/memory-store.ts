import { Catalog } from '../catalog.js';
import { completedMeta } from '../completed-object.js';
import { checkKey } from '../object-key.js';
import type { ObjectReader } from '../object-reader.js';
import type {
  BucketInfo,
  CommitCheck,
  ListObjectsQuery,
  ListUploadsQuery,
  NewObjectMeta,
  NewPart,
  NewUpload,
  ObjectListing,
  ObjectMeta,
  ObjectStore,
  PartChoice,
  PartInfo,
  UploadInfo,
  UploadListing,
} from '../object-store.js';
import type { ObjectWriter } from '../object-writer.js';
import { chunkBody } from './chunk-body.js';
import { MemoryBudget, MemoryWriter } from './memory-writer.js';

export interface MemoryStoreOptions {
  /** Beyond it a write is refused with NoSpace. Bytes of objects and parts count, what is kept about them does not. Default: none. */
  readonly limitBytes?: number;
}

interface MemoryObject extends ObjectMeta {
  readonly key: string;
  readonly chunks: readonly Buffer[];
}

interface MemoryPart extends PartInfo {
  readonly chunks: readonly Buffer[];
}

/** Keeps objects in memory, in the chunks in which they came. What it holds ends with the process. */
export class MemoryStore implements ObjectStore {
  readonly #catalog = new Catalog<MemoryObject, MemoryPart>();
  readonly #budget: MemoryBudget;

  constructor({ limitBytes }: MemoryStoreOptions = {}) {
    this.#budget = new MemoryBudget(limitBytes);
  }

  async createBucket(name: string, createdAt: number): Promise<void> {
    this.#catalog.checkNewBucket(name);
    this.#catalog.addBucket({ name, createdAt });
  }

  async deleteBucket(name: string): Promise<void> {
    const { uploads } = this.#catalog.listUploads({
      bucket: name,
      prefix: '',
      maxUploads: Number.POSITIVE_INFINITY,
    });
    const unfinished = uploads.map(({ uploadId }) => this.#catalog.listParts(uploadId));
    this.#catalog.removeBucket(name);
    for (const parts of unfinished) this.#forget(parts);
  }

  hasBucket(name: string): boolean {
    return this.#catalog.hasBucket(name);
  }

  listBuckets(): readonly BucketInfo[] {
    return this.#catalog.listBuckets();
  }

  openWriter(): ObjectWriter {
    return new MemoryWriter(this.#budget);
  }

  async putObject(
    bucket: string,
    key: string,
    writer: ObjectWriter,
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta> {
    try {
      checkKey(key);
      const { objects } = this.#catalog.bucket(bucket);
      const before = objects.get(key);
      check?.(before);
      const { sizeBytes } = writer;
      const { etag, lastModified, checksum, headers, userMetadata } = meta;
      const chunks = own(writer).take();
      const object = { key, sizeBytes, etag, lastModified, checksum, headers, userMetadata, chunks };
      objects.set(key, object);
      if (before !== undefined) this.#budget.giveBack(before.sizeBytes);
      return object;
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  async headObject(bucket: string, key: string): Promise<ObjectMeta | undefined> {
    return this.#catalog.bucket(bucket).objects.get(key);
  }

  async openReader(bucket: string, key: string): Promise<ObjectReader | undefined> {
    const object = this.#catalog.bucket(bucket).objects.get(key);
    if (object === undefined) return undefined;
    return { meta: object, body: (range) => chunkBody(object.chunks, range), close() {} };
  }

  async deleteObject(bucket: string, key: string, check?: CommitCheck): Promise<boolean> {
    const { objects } = this.#catalog.bucket(bucket);
    const object = objects.get(key);
    check?.(object);
    if (object === undefined) return false;
    objects.delete(key);
    this.#budget.giveBack(object.sizeBytes);
    return true;
  }

  listObjects(query: ListObjectsQuery): ObjectListing {
    return this.#catalog.listObjects(query);
  }

  async createUpload(bucket: string, key: string, upload: NewUpload): Promise<UploadInfo> {
    return this.#catalog.addUpload(this.#catalog.newUpload(bucket, key, upload)).info;
  }

  getUpload(uploadId: string): UploadInfo {
    return this.#catalog.upload(uploadId).info;
  }

  async putPart(
    uploadId: string,
    partNumber: number,
    writer: ObjectWriter,
    part: NewPart,
  ): Promise<PartInfo> {
    try {
      const { parts } = this.#catalog.upload(uploadId);
      const before = parts.get(partNumber);
      const { sizeBytes } = writer;
      const stored = { ...part, partNumber, sizeBytes, chunks: own(writer).take() };
      parts.set(partNumber, stored);
      if (before !== undefined) this.#budget.giveBack(before.sizeBytes);
      return stored;
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  listParts(uploadId: string): readonly PartInfo[] {
    return this.#catalog.listParts(uploadId);
  }

  listUploads(query: ListUploadsQuery): UploadListing {
    return this.#catalog.listUploads(query);
  }

  async completeUpload(
    uploadId: string,
    choices: readonly PartChoice[],
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta> {
    const { info, parts } = this.#catalog.upload(uploadId);
    const chosen = this.#catalog.chooseParts(uploadId, choices);
    const { objects } = this.#catalog.bucket(info.bucket);
    const before = objects.get(info.key);
    check?.(before);
    const chunks = chosen.flatMap((part) => part.chunks);
    const object = { ...completedMeta(meta, chosen), key: info.key, chunks };
    objects.set(info.key, object);
    this.#catalog.removeUpload(uploadId);
    for (const { partNumber } of chosen) parts.delete(partNumber);
    this.#forget(parts.values());
    if (before !== undefined) this.#budget.giveBack(before.sizeBytes);
    return object;
  }

  async abortUpload(uploadId: string): Promise<void> {
    const parts = this.#catalog.listParts(uploadId);
    this.#catalog.removeUpload(uploadId);
    this.#forget(parts);
  }

  async close(): Promise<void> {}

  #forget(parts: Iterable<PartInfo>): void {
    for (const { sizeBytes } of parts) this.#budget.giveBack(sizeBytes);
  }
}

function own(writer: ObjectWriter): MemoryWriter {
  if (writer instanceof MemoryWriter) return writer;
  throw new TypeError('The writer is of another store.');
}
