import { closeSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Catalog } from '../catalog.js';
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
import { StorageError } from '../storage-error.js';
import { checkOpen, commitObject, type DiskState } from './commit-object.js';
import { diskError } from './disk-error.js';
import { fileReader, partsReader } from './disk-reader.js';
import { DiskUploads } from './disk-uploads.js';
import { DiskWriter } from './disk-writer.js';
import { FolderSync } from './folder-sync.js';
import { openFolder } from './open-folder.js';
import { PartFolders, removeFile } from './part-folders.js';
import { type IndexedObject, type ObjectRecord, readObjectRecord } from './records.js';
import { recover, type StoreProblem } from './recover.js';
import { StoreLayout } from './store-layout.js';
import { corrupt, encodeRecord, openStored, type StoredFile } from './stored-record.js';

export interface DiskStoreOptions {
  /** Made where it does not exist. One that holds anything but a store is refused. */
  readonly dir: string;
  /**
   * Whether what was acknowledged survives a loss of power, by fsync of every file and folder. Without, it survives the end of the process (kill -9
   * included), but what the system had not yet written may be lost or, after a loss of power, found corrupt. Default: true.
   */
  readonly durable?: boolean;
}

/**
 * Opens a folder as a store: takes it for this process, cleans up after a crash and reads what is there, in about 20 µs an object.
 *
 * @throws StoreFolderError (ERR_S3_STORE_FOLDER) where the folder is in use, is no store, or cannot be written.
 */
export function openDiskStore({ dir, durable = true }: DiskStoreOptions): DiskStore {
  const layout = new StoreLayout(dir);
  const release = openFolder(layout);
  try {
    const folders = new PartFolders(layout);
    const catalog = new Catalog<IndexedObject, PartInfo>();
    const problems = recover({ layout, catalog, folders });
    const corruptPaths = new Set(problems.map(({ path }) => path));
    const sync = new FolderSync(durable);
    return new DiskStore({ layout, catalog, folders, sync, corruptPaths, closed: false }, problems, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Keeps objects in files; see `StoreLayout` for where, `stored-record` for how. Windows refuses to replace a file that is being read. */
export class DiskStore implements ObjectStore {
  readonly #uploads: DiskUploads;

  constructor(
    private readonly state: DiskState,
    /** What could not be read at the start. The objects concerned answer CorruptObject until they are replaced or deleted. */
    readonly problems: readonly StoreProblem[],
    private readonly release: () => void,
  ) {
    this.#uploads = new DiskUploads(state);
  }

  async createBucket(name: string, createdAt: number): Promise<void> {
    const { layout, catalog, sync } = this.state;
    checkOpen(this.state);
    catalog.checkNewBucket(name);
    const temporary = layout.newTemporary();
    try {
      mkdirSync(join(temporary, 'objects'), { recursive: true });
      mkdirSync(join(temporary, 'multipart'));
      await new DiskWriter(join(temporary, 'bucket'), sync.durable).finish(encodeRecord({ createdAt }));
      await sync.sync(temporary);
      checkOpen(this.state);
      catalog.checkNewBucket(name);
      renameSync(temporary, layout.bucket(name));
    } catch (error) {
      this.state.folders.discard(temporary);
      throw diskError(error);
    }
    catalog.addBucket({ name, createdAt });
    await sync.sync(layout.buckets);
  }

  async deleteBucket(name: string): Promise<void> {
    const { layout, catalog, folders, sync } = this.state;
    checkOpen(this.state);
    if (catalog.bucket(name).objects.size === 0 && readdirSync(layout.objects(name)).length > 0) {
      throw new StorageError('BucketNotEmpty', `The bucket ${name} holds files that cannot be read.`);
    }
    catalog.removeBucket(name);
    folders.discard(layout.bucket(name));
    await sync.sync(layout.buckets);
  }

  hasBucket(name: string): boolean {
    return this.state.catalog.hasBucket(name);
  }

  listBuckets(): readonly BucketInfo[] {
    return this.state.catalog.listBuckets();
  }

  openWriter(): ObjectWriter {
    return new DiskWriter(this.state.layout.newTemporary(), this.state.sync.durable);
  }

  async putObject(
    bucket: string,
    key: string,
    writer: ObjectWriter,
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta> {
    const own = ownWriter(writer);
    try {
      this.state.catalog.bucket(bucket);
      checkKey(key);
    } catch (error) {
      writer.abort();
      throw error;
    }
    const { etag, lastModified, checksum, headers, userMetadata } = meta;
    const { sizeBytes } = writer;
    const record = { key, sizeBytes, etag, lastModified, checksum, headers, userMetadata };
    await commitObject(this.state, { bucket, writer: own, record, check });
    return record;
  }

  async headObject(bucket: string, key: string): Promise<ObjectMeta | undefined> {
    const opened = this.#open(bucket, key);
    if (opened === undefined) return undefined;
    closeSync(opened.file.fd);
    return opened.record;
  }

  async openReader(bucket: string, key: string): Promise<ObjectReader | undefined> {
    const opened = this.#open(bucket, key);
    if (opened === undefined) return undefined;
    const { record, file } = opened;
    if (record.uploadId === undefined) return fileReader(record, file);
    closeSync(file.fd);
    const { folders, layout } = this.state;
    return partsReader(record, folders.hold(layout.upload(bucket, record.uploadId)));
  }

  async deleteObject(bucket: string, key: string, check?: CommitCheck): Promise<boolean> {
    const { catalog, layout, folders, sync, corruptPaths } = this.state;
    checkOpen(this.state);
    const { objects } = catalog.bucket(bucket);
    const object = objects.get(key);
    check?.(object);
    const path = layout.object(bucket, key);
    if (object === undefined && !corruptPaths.has(path)) return false;
    removeFile(path);
    objects.delete(key);
    corruptPaths.delete(path);
    await sync.sync(layout.objects(bucket));
    if (object?.uploadId !== undefined) folders.discard(layout.upload(bucket, object.uploadId));
    return true;
  }

  listObjects(query: ListObjectsQuery): ObjectListing {
    return this.state.catalog.listObjects(query);
  }

  createUpload(bucket: string, key: string, upload: NewUpload): Promise<UploadInfo> {
    return this.#uploads.create(bucket, key, upload);
  }

  getUpload(uploadId: string): UploadInfo {
    return this.state.catalog.upload(uploadId).info;
  }

  async putPart(
    uploadId: string,
    partNumber: number,
    writer: ObjectWriter,
    part: NewPart,
  ): Promise<PartInfo> {
    return this.#uploads.putPart(uploadId, partNumber, ownWriter(writer), part);
  }

  listParts(uploadId: string): readonly PartInfo[] {
    return this.state.catalog.listParts(uploadId);
  }

  listUploads(query: ListUploadsQuery): UploadListing {
    return this.state.catalog.listUploads(query);
  }

  completeUpload(
    uploadId: string,
    parts: readonly PartChoice[],
    meta: NewObjectMeta,
    check?: CommitCheck,
  ): Promise<ObjectMeta> {
    return this.#uploads.complete(uploadId, parts, meta, check);
  }

  abortUpload(uploadId: string): Promise<void> {
    return this.#uploads.abort(uploadId);
  }

  async close(): Promise<void> {
    if (this.state.closed) return;
    this.state.closed = true;
    await this.state.folders.idle();
    this.release();
  }

  /** The caller closes the file. */
  #open(bucket: string, key: string): { record: ObjectRecord; file: StoredFile } | undefined {
    const { catalog, layout, corruptPaths } = this.state;
    const known = catalog.bucket(bucket).objects.has(key);
    if (!known && corruptPaths.size === 0) return undefined;
    const path = layout.object(bucket, key);
    if (corruptPaths.has(path)) throw corrupt(path, 'it was found so before');
    if (!known) return undefined;
    const file = openStored(path);
    try {
      return { record: readObjectRecord(file.record, file.dataBytes, path), file };
    } catch (error) {
      closeSync(file.fd);
      throw error;
    }
  }
}

function ownWriter(writer: ObjectWriter): DiskWriter {
  if (writer instanceof DiskWriter) return writer;
  throw new TypeError('The writer is of another store.');
}
