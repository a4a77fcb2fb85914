import { readFile } from 'node:fs/promises';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { UploadTask } from './upload-messages.js';

const ID = 'benchwright-file';
const MOST_KEYS = 1000;

/**
 * Stores a file once, however often it is tried. An answer may be lost, and an earlier collector may have been killed between its upload and its
 * note of it: so a key that is taken is looked at, and counts if it holds this file. If another's is there, the next free key is taken.
 *
 * @throws the SDK's error when it is not known to be stored
 */
export async function storeFile(client: S3Client, bucket: string, task: UploadTask): Promise<void> {
  const body = await readFile(task.path);
  for (let attempt = 0; attempt < MOST_KEYS; attempt++) {
    const key = attempt === 0 ? task.key : task.key.replace(/\.parquet$/, `_${attempt}x.parquet`);
    const place = { Bucket: bucket, Key: key };
    try {
      await client.send(
        new PutObjectCommand({
          ...place,
          Body: body,
          ContentType: 'application/vnd.apache.parquet',
          Metadata: { [ID]: task.id },
          IfNoneMatch: '*',
        }),
      );
      return;
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
    }
    const { Metadata } = await client.send(new HeadObjectCommand(place));
    if (Metadata?.[ID] === task.id) return;
  }
  throw new Error(`${MOST_KEYS} keys from ${task.key} on are taken`);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error as { $metadata: { httpStatusCode?: number } };
  return metadata.httpStatusCode;
}
