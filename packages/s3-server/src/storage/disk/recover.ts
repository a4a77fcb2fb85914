import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog, CatalogBucket } from '../catalog.js';
import type { PartInfo, UploadInfo } from '../object-store.js';
import { codeOf } from './disk-error.js';
import type { PartFolders } from './part-folders.js';
import {
  type IndexedObject,
  indexObject,
  type ObjectRecord,
  readObjectRecord,
  readPartRecord,
  readUploadRecord,
} from './records.js';
import {
  completedRecordName,
  objectFileName,
  partFileName,
  type StoreLayout,
  uploadRecordName,
} from './store-layout.js';
import { corrupt, readRecord } from './stored-record.js';

/** A stored file that cannot be used. It is left as it is: what it held may be worth a look. */
export interface StoreProblem {
  readonly path: string;
  readonly message: string;
}

/** What recovery fills and uses. */
export interface RecoveryTarget {
  readonly layout: StoreLayout;
  readonly catalog: Catalog<IndexedObject, PartInfo>;
  readonly folders: PartFolders;
}

/**
 * Reads everything that is in a store's folder into its catalog, finishes or undoes what a crash interrupted, and returns what could not be read. One
 * read for each object and unfinished part.
 */
export function recover(target: RecoveryTarget): StoreProblem[] {
  const problems: StoreProblem[] = [];
  for (const folder of readdirSync(target.layout.buckets)) {
    if (folder.startsWith('b-')) new BucketRecovery(target, folder.slice(2), problems).run();
    else note(problems, join(target.layout.buckets, folder), 'It is not the folder of a bucket.');
  }
  return problems;
}

class BucketRecovery {
  readonly #bucket: CatalogBucket<IndexedObject>;

  constructor(
    private readonly target: RecoveryTarget,
    private readonly name: string,
    private readonly problems: StoreProblem[],
  ) {
    this.#bucket = target.catalog.addBucket({ name, createdAt: this.#createdAt() });
  }

  run(): void {
    const { layout } = this.target;
    const manifests = new Map<string, ObjectRecord>();
    const objects = layout.objects(this.name);
    for (const file of namesIn(objects)) {
      const path = join(objects, file);
      this.#reporting(path, () => {
        const record = readObject(path, file);
        if (record.uploadId === undefined) this.#bucket.objects.set(record.key, indexObject(record));
        else manifests.set(record.uploadId, record);
      });
    }
    for (const uploadId of namesIn(layout.uploads(this.name))) {
      this.#reporting(layout.upload(this.name, uploadId), () =>
        this.#recoverUpload(uploadId, manifests.get(uploadId)),
      );
    }
    for (const [uploadId, record] of manifests) {
      this.#reporting(layout.object(this.name, record.key), () => this.#indexManifest(uploadId, record));
    }
  }

  #createdAt(): number {
    const { layout } = this.target;
    const path = layout.bucketRecord(this.name);
    let createdAt: unknown;
    this.#reporting(path, () => {
      ({ createdAt } = readRecord(path).record);
    });
    return typeof createdAt === 'number' ? createdAt : Math.round(statSync(layout.bucket(this.name)).mtimeMs);
  }

  /** An upload is an object once the object's file refers to it; before, it is unfinished; an object no longer there leaves garbage. */
  #recoverUpload(uploadId: string, manifest: ObjectRecord | undefined): void {
    const { layout, folders } = this.target;
    const folder = layout.upload(this.name, uploadId);
    const names = new Set(readdirSync(folder));
    const unfinished = names.has(uploadRecordName);
    if (manifest !== undefined) {
      if (unfinished) renameSync(join(folder, uploadRecordName), join(folder, completedRecordName));
      removeUnnamed(folder, names, manifest);
    } else if (unfinished) {
      this.#recoverParts(readUpload(join(folder, uploadRecordName), this.name, uploadId), folder, names);
    } else if (names.has(completedRecordName) && !this.#mayBelongToCorrupt(folder)) {
      folders.discard(folder);
    } else {
      throw corrupt(folder, 'nothing says which upload it is of, or its object cannot be read');
    }
  }

  /** Where the object's own file cannot be read, its parts must not be taken for garbage. */
  #mayBelongToCorrupt(folder: string): boolean {
    const { key } = readUploadRecord(
      readRecord(join(folder, completedRecordName)).record,
      join(folder, completedRecordName),
    );
    const path = this.target.layout.object(this.name, key);
    return this.problems.some((problem) => problem.path === path);
  }

  #recoverParts(info: UploadInfo, folder: string, names: ReadonlySet<string>): void {
    const { parts } = this.target.catalog.addUpload(info);
    for (const name of names) {
      if (name === uploadRecordName) continue;
      const path = join(folder, name);
      this.#reporting(path, () => {
        const { record, dataBytes } = readRecord(path);
        const part = readPartRecord(record, dataBytes, path);
        parts.set(part.partNumber, part);
      });
    }
  }

  #indexManifest(uploadId: string, record: ObjectRecord): void {
    const { layout } = this.target;
    for (const { partNumber, sizeBytes } of record.parts ?? []) {
      const path = join(layout.upload(this.name, uploadId), partFileName(partNumber));
      if (bytesOf(path) < sizeBytes) {
        throw corrupt(
          layout.object(this.name, record.key),
          `of its part ${partNumber} bytes are missing in ${path}`,
        );
      }
    }
    this.#bucket.objects.set(record.key, indexObject(record));
  }

  #reporting(path: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      note(this.problems, path, error.message);
    }
  }
}

function readObject(path: string, file: string): ObjectRecord {
  const { record, dataBytes } = readRecord(path);
  const object = readObjectRecord(record, dataBytes, path);
  if (objectFileName(object.key) !== file) throw corrupt(path, 'its name is not that of its key');
  return object;
}

function readUpload(path: string, bucket: string, uploadId: string): UploadInfo {
  const info = readUploadRecord(readRecord(path).record, path);
  if (info.bucket === bucket && info.uploadId === uploadId) return info;
  throw corrupt(path, 'it is of another upload');
}

function removeUnnamed(folder: string, names: ReadonlySet<string>, { parts = [] }: ObjectRecord): void {
  const named = new Set(parts.map(({ partNumber }) => partFileName(partNumber)));
  for (const name of names) {
    if (name.startsWith('p') && !named.has(name)) rmSync(join(folder, name), { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function note(problems: StoreProblem[], path: string, message: string): void {
  problems.push({ path, message });
}
