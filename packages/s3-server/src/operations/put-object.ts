import type { ReceivedBody } from '../body/request-body.js';
import { readObjectHeaders } from '../http/object-headers.js';
import { checkWriteConditions, hasWriteCondition } from '../http/preconditions.js';
import type { S3RequestHead } from '../http/request-head.js';
import { emptyResponse, type S3Response } from '../http/s3-response.js';
import type { CommitCheck, StoredChecksum } from '../storage/object-store.js';
import { checksumHeaderLines } from './checksum-headers.js';
import type { Exchange } from './exchange.js';
import { newEtag } from './new-etag.js';
import { storeBody } from './store-body.js';

export async function putObject(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  const { store, now } = service;
  const { bucket, key } = head;
  const objectHeaders = readObjectHeaders(head);
  const check = writeCheck(head);
  // Once before the body, so that it need not be sent in vain, and by the store when nobody can come between.
  if (check !== undefined) checkWriteConditions(head, await store.headObject(bucket, key));
  return storeBody(exchange, async (writer, received) => {
    const meta = {
      ...objectHeaders,
      etag: newEtag(received.md5),
      lastModified: now(),
      checksum: fullObject(received.checksum),
    };
    await store.putObject(bucket, key, writer, meta, check);
    return emptyResponse(200, ['ETag', `"${meta.etag}"`, ...checksumHeaderLines(meta.checksum)]);
  });
}

/** The conditions of a write for the store to check; undefined where there are none. */
export function writeCheck(head: S3RequestHead): CommitCheck | undefined {
  return hasWriteCondition(head) ? (current) => checkWriteConditions(head, current) : undefined;
}

/** The checksum of a body that was not sent in parts. */
function fullObject(checksum: ReceivedBody['checksum']): StoredChecksum | undefined {
  return checksum && { ...checksum, type: 'FULL_OBJECT' };
}
