import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { completedMeta } from '../completed-object.js';
import type {
  CommitCheck,
  NewObjectMeta,
  NewPart,
  NewUpload,
  ObjectMeta,
  PartChoice,
  PartInfo,
  UploadInfo,
} from '../object-store.js';
import { StorageError } from '../storage-error.js';
import { checkOpen, commitObject, type DiskState } from './commit-object.js';
import { diskError } from './disk-error.js';
import { DiskWriter } from './disk-writer.js';
import { removeFile } from './part-folders.js';
import { completedRecordName, partFileName, uploadRecordName } from './store-layout.js';
import { encodeRecord } from './stored-record.js';

/**
 * Uploads in parts. A part is a file of its own, and stays one: the object's file is then only the list of them, so completing an upload of 1 GB writes
 * some hundred bytes, where putting the parts together would read and write 1 GB.
 */
export class DiskUploads {
  constructor(private readonly state: DiskState) {}

  async create(bucket: string, key: string, upload: NewUpload): Promise<UploadInfo> {
    const { layout, catalog, sync } = this.state;
    checkOpen(this.state);
    const info = catalog.newUpload(bucket, key, upload);
    const temporary = layout.newTemporary();
    try {
      mkdirSync(temporary);
      await new DiskWriter(join(temporary, uploadRecordName), sync.durable).finish(encodeRecord(info));
      await sync.sync(temporary);
      checkOpen(this.state);
      catalog.bucket(bucket);
      renameSync(temporary, layout.upload(bucket, info.uploadId));
    } catch (error) {
      this.state.folders.discard(temporary);
      throw diskError(error);
    }
    catalog.addUpload(info);
    await sync.sync(layout.uploads(bucket));
    return info;
  }

  async putPart(uploadId: string, partNumber: number, writer: DiskWriter, part: NewPart): Promise<PartInfo> {
    const { catalog, layout, sync } = this.state;
    const info: PartInfo = { ...part, partNumber, sizeBytes: writer.sizeBytes };
    let folder: string;
    try {
      catalog.upload(uploadId);
      await writer.finish(encodeRecord(info));
      checkOpen(this.state);
      const upload = catalog.upload(uploadId);
      folder = layout.upload(upload.info.bucket, uploadId);
      renameSync(writer.path, join(folder, partFileName(partNumber)));
      writer.renamed();
      upload.parts.set(partNumber, info);
    } catch (error) {
      writer.abort();
      throw diskError(error);
    }
    if (sync.durable) await syncUnlessGone(this.state, folder);
    return info;
  }

  async complete(
    uploadId: string,
    choices: readonly PartChoice[],
    meta: NewObjectMeta,
    check: CommitCheck | undefined,
  ): Promise<ObjectMeta> {
    const { catalog, layout, sync } = this.state;
    const { info } = catalog.upload(uploadId);
    const chosen = catalog.chooseParts(uploadId, choices);
    const folder = layout.upload(info.bucket, uploadId);
    const record = { ...completedMeta(meta, chosen), key: info.key, uploadId };
    await commitObject(this.state, {
      bucket: info.bucket,
      writer: new DiskWriter(layout.newTemporary(), sync.durable),
      record,
      check: (current) => {
        // While the list was written, the upload may have been completed or aborted, or a part replaced.
        const { parts } = catalog.upload(uploadId);
        for (const part of chosen) if (parts.get(part.partNumber) !== part) throw replaced(part);
        check?.(current);
      },
      committed: () => {
        const { parts } = catalog.upload(uploadId);
        catalog.removeUpload(uploadId);
        renameSync(join(folder, uploadRecordName), join(folder, completedRecordName));
        for (const { partNumber } of chosen) parts.delete(partNumber);
        for (const partNumber of parts.keys()) removeFile(join(folder, partFileName(partNumber)));
      },
    });
    return record;
  }

  async abort(uploadId: string): Promise<void> {
    const { catalog, layout, folders, sync } = this.state;
    checkOpen(this.state);
    const { bucket } = catalog.upload(uploadId).info;
    folders.discard(layout.upload(bucket, uploadId));
    catalog.removeUpload(uploadId);
    await sync.sync(layout.uploads(bucket));
  }
}

/** An upload that was aborted or completed meanwhile needs no sync of its folder. */
async function syncUnlessGone({ sync }: DiskState, folder: string): Promise<void> {
  try {
    await sync.sync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new StorageError('NoSuchUpload', 'The upload was aborted meanwhile.', { cause: error });
  }
}

function replaced({ partNumber }: PartInfo): StorageError {
  return new StorageError('InvalidPart', `Part ${partNumber} was replaced while the upload was completed.`);
}
