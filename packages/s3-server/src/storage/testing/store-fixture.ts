import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ByteRange } from '../../http/byte-range.js';
import type { NewObjectMeta, NewPart, ObjectMeta, ObjectStore } from '../object-store.js';

/** What a protocol would say of these bytes. */
export function metaOf(data: Buffer | string, lastModified = 1000): NewObjectMeta {
  return { etag: md5(data), lastModified, checksum: undefined, headers: {}, userMetadata: {} };
}

export function partOf(data: Buffer | string): NewPart {
  return { etag: md5(data), lastModified: 1000, checksum: undefined };
}

export function md5(data: Buffer | string): string {
  return createHash('md5').update(data).digest('hex');
}

/** Puts a whole object, in pieces of a size. */
export async function put(
  store: ObjectStore,
  key: string,
  data: Buffer | string,
  pieceBytes = 1 << 16,
): Promise<ObjectMeta> {
  const writer = store.openWriter(data.length);
  await writeAll(writer, Buffer.from(data), pieceBytes);
  return store.putObject('bucket', key, writer, metaOf(data));
}

export async function writeAll(
  writer: ReturnType<ObjectStore['openWriter']>,
  data: Buffer,
  pieceBytes = 1 << 16,
): Promise<void> {
  for (let at = 0; at < data.length; at += pieceBytes) await writer.write(data.subarray(at, at + pieceBytes));
}

/** Uploads and names the parts given. */
export async function putParts(store: ObjectStore, key: string, parts: readonly (Buffer | string)[]) {
  const { uploadId } = await store.createUpload('bucket', key, newUpload);
  const choices = [];
  for (const [index, data] of parts.entries()) {
    const writer = store.openWriter();
    await writeAll(writer, Buffer.from(data));
    choices.push(await store.putPart(uploadId, index + 1, writer, partOf(data)));
  }
  return { uploadId, choices };
}

export const newUpload = { headers: {}, userMetadata: {}, checksum: undefined, initiatedAt: 1000 };

/** An object's text, or undefined where there is none. */
export async function get(store: ObjectStore, key: string, range?: ByteRange): Promise<string | undefined> {
  const reader = await store.openReader('bucket', key);
  if (reader === undefined) return undefined;
  const body = reader.body(range);
  return Buffer.isBuffer(body) ? body.toString() : text(body);
}

export function keysOf(store: ObjectStore): string[] {
  return store
    .listObjects({ bucket: 'bucket', prefix: '', maxKeys: 10_000 })
    .objects.map((object) => object.key);
}

/** A folder of one's own, and what removes it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 's3-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Every file in a store's folder, but the lock and the marker. */
export function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'lock' && entry.name !== 'benchwright-s3.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();
}
