import type { ObjectStore } from '../object-store.js';
import { metaOf, put, putParts } from './store-fixture.js';

export type CrashStep = (store: ObjectStore) => Promise<unknown>;

/** What objects are before and after: a text of this length that is different for each. */
export const contents = {
  smallOld: text('small old', 10),
  smallNew: text('small new', 2000),
  bigOld: text('big old', 200_000),
  bigNew: text('big new', 300_000),
  partsOld: text('parts old', 100_000),
  partsNew: text('parts new', 80_000),
  last: text('last', 3),
} as const;

/** A store as it is before the crash. */
export async function prepare(store: ObjectStore): Promise<void> {
  await store.createBucket('bucket', 1);
  await put(store, 'small', contents.smallOld);
  await put(store, 'big', contents.bigOld);
  await put(store, 'deleted', contents.bigOld);
  await complete(store, 'parts', contents.partsOld);
  await complete(store, 'overwritten parts', contents.partsOld);
  await complete(store, 'deleted parts', contents.partsOld);
  await putParts(store, 'unfinished', [contents.partsOld, 'rest']);
  await putParts(store, 'aborted', [contents.partsOld]);
}

/** What happens until the crash. Each step says what must hold once it is acknowledged. */
export const crashSteps: Readonly<Record<string, CrashStep>> = {
  small: (store) => put(store, 'small', contents.smallNew),
  big: (store) => put(store, 'big', contents.bigNew),
  created: (store) => put(store, 'created', contents.bigNew),
  parts: (store) => complete(store, 'parts', contents.partsNew),
  'overwritten parts': (store) => put(store, 'overwritten parts', contents.last),
  deleted: (store) => store.deleteObject('bucket', 'deleted'),
  'deleted parts': (store) => store.deleteObject('bucket', 'deleted parts'),
  aborted: (store) => store.abortUpload(uploadOf(store, 'aborted')),
  bucket: (store) => store.createBucket('second', 2),
};

/** The id of the one unfinished upload to a key. */
export function uploadOf(store: ObjectStore, key: string): string {
  const { uploads } = store.listUploads({ bucket: 'bucket', prefix: key, maxUploads: 1 });
  return uploads[0]?.uploadId ?? '';
}

/** In three parts, one of which is replaced and one never used. */
async function complete(store: ObjectStore, key: string, data: string): Promise<void> {
  const middle = data.length >> 1;
  const { uploadId, choices } = await putParts(store, key, [
    data.slice(0, middle),
    data.slice(middle),
    'unused',
  ]);
  await store.completeUpload(uploadId, choices.slice(0, 2), metaOf(data));
}

function text(word: string, length: number): string {
  return `${word}, `.repeat(length).slice(0, length);
}
