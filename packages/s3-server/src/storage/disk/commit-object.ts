import { renameSync } from 'node:fs';
import type { Catalog } from '../catalog.js';
import type { CommitCheck, PartInfo } from '../object-store.js';
import { StorageError } from '../storage-error.js';
import { diskError } from './disk-error.js';
import type { DiskWriter } from './disk-writer.js';
import type { FolderSync } from './folder-sync.js';
import type { PartFolders } from './part-folders.js';
import { type IndexedObject, indexObject, type ObjectRecord } from './records.js';
import type { StoreLayout } from './store-layout.js';
import { encodeRecord } from './stored-record.js';

/** What the parts of a disk store share. */
export interface DiskState {
  readonly layout: StoreLayout;
  readonly catalog: Catalog<IndexedObject, PartInfo>;
  readonly folders: PartFolders;
  readonly sync: FolderSync;
  /** Stored files that recovery or a read found corrupt. */
  readonly corruptPaths: Set<string>;
  closed: boolean;
}

/** What is committed where. */
export interface ObjectCommit {
  readonly bucket: string;
  readonly writer: DiskWriter;
  readonly record: ObjectRecord;
  readonly check: CommitCheck | undefined;
  /** Called in the instant after the commit. */
  readonly committed?: () => void;
}

/**
 * Puts a written file in an object's place. Check, rename and the change of the catalog happen in one turn of the event loop: nobody comes in
 * between, and the order of the renames is the order of the catalog's changes. The rename is the commit: it happens or not.
 */
export async function commitObject(
  state: DiskState,
  { bucket, writer, record, check, committed }: ObjectCommit,
): Promise<void> {
  const { layout, catalog, sync, folders, corruptPaths } = state;
  const { key } = record;
  await writer.finish(encodeRecord(record));
  let before: IndexedObject | undefined;
  try {
    checkOpen(state);
    const { objects } = catalog.bucket(bucket);
    before = objects.get(key);
    check?.(before);
    const path = layout.object(bucket, key);
    renameSync(writer.path, path);
    writer.renamed();
    objects.set(key, indexObject(record));
    if (corruptPaths.size > 0) corruptPaths.delete(path);
    committed?.();
  } catch (error) {
    writer.abort();
    throw diskError(error);
  }
  if (sync.durable) await sync.sync(layout.objects(bucket));
  // Only now: were it removed before, a loss of power could bring the old object back without its bytes.
  if (before?.uploadId !== undefined) folders.discard(layout.upload(bucket, before.uploadId));
}

/** @throws StorageError StoreClosed. */
export function checkOpen({ closed }: DiskState): void {
  if (closed) throw new StorageError('StoreClosed', 'The store was closed.');
}
