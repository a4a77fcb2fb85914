import { percentDecode } from '../auth/percent-encoding.js';
import { S3Error } from '../errors/s3-error.js';
import { checkReadConditions } from '../http/preconditions.js';
import { headerOf } from '../http/request-head.js';
import type { ObjectMeta } from '../storage/object-store.js';
import type { Exchange } from './exchange.js';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly meta: ObjectMeta;
}

/**
 * Finds the object that `x-amz-copy-source` names, and checks the conditions of the copy.
 *
 * @throws S3Error InvalidArgument, NoSuchBucket, NoSuchKey, PreconditionFailed.
 */
export async function findCopySource({ head, service }: Exchange): Promise<CopySource> {
  const source = headerOf(head, 'x-amz-copy-source') ?? '';
  const question = source.indexOf('?');
  if (question !== -1 && !/^\?versionId=(null)?$/.test(source.slice(question))) {
    throw new S3Error('NotImplemented', undefined, { Header: 'x-amz-copy-source' });
  }
  const path = percentDecode(question === -1 ? source : source.slice(0, question)).replace(/^\//, '');
  const slash = path.indexOf('/');
  const bucket = path.slice(0, Math.max(slash, 0));
  const key = path.slice(slash + 1);
  if (bucket === '' || key === '') {
    throw new S3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      { ArgumentName: 'x-amz-copy-source', ArgumentValue: source },
    );
  }
  if (!(await service.store.hasBucket(bucket))) {
    throw new S3Error('NoSuchBucket', undefined, { BucketName: bucket });
  }
  const meta = await service.store.headObject(bucket, key);
  if (meta === undefined) throw new S3Error('NoSuchKey', undefined, { Key: key });
  checkReadConditions(head, meta, 'copySource');
  return { bucket, key, meta };
}
