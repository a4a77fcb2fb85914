import { BodyDigest } from '../body/body-digest.js';
import { pump } from '../body/pump.js';
import type { ChecksumAlgorithm } from '../checksum/checksum-algorithm.js';
import { S3Error } from '../errors/s3-error.js';
import type { ByteRange } from '../http/byte-range.js';
import type { StoredChecksum } from '../storage/object-store.js';
import type { ObjectWriter } from '../storage/object-writer.js';
import type { CopySource } from './copy-source.js';
import type { ServiceState } from './exchange.js';
import { newEtag } from './new-etag.js';

export interface CopiedBytes {
  readonly sizeBytes: number;
  readonly etag: string;
  readonly checksum: StoredChecksum | undefined;
}

/** Streams an object, or a range of it, into a writer, and computes what S3 computes for a copy. */
export async function copyBytes(
  { store, newHash, etag }: ServiceState,
  { bucket, key, meta }: CopySource,
  writer: ObjectWriter,
  { range, algorithm }: { range: ByteRange | undefined; algorithm: ChecksumAlgorithm | undefined },
): Promise<CopiedBytes> {
  const reader = await store.openReader(bucket, key);
  if (reader === undefined) throw new S3Error('NoSuchKey', undefined, { Key: key });
  if (reader.meta.etag !== meta.etag || reader.meta.lastModified !== meta.lastModified) {
    reader.close();
    throw new S3Error('OperationAborted');
  }
  const body = reader.body(range);
  const sizeBytes = range === undefined ? meta.sizeBytes : range.last - range.first + 1;
  const digest = new BodyDigest(
    { sizeBytes, sha256: false, md5: etag === 'md5', checksum: algorithm },
    newHash,
  );
  const take = async (chunk: Buffer): Promise<void> => {
    await digest.update(chunk);
    await writer.write(chunk);
  };
  try {
    if (!Buffer.isBuffer(body)) await pump(body, take);
    else if (body.length > 0) await take(body);
  } catch (error) {
    digest.abandon();
    throw error;
  }
  const digests = await digest.finish();
  return {
    sizeBytes: digest.sizeBytes,
    etag: newEtag(digests.md5),
    checksum:
      algorithm === undefined || digests.checksum === undefined
        ? undefined
        : { algorithm, type: 'FULL_OBJECT', value: digests.checksum },
  };
}
