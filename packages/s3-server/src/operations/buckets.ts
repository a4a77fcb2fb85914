import { S3Error } from '../errors/s3-error.js';
import { isBucketName } from '../http/request-target.js';
import { emptyResponse, type S3Response, xmlResponse } from '../http/s3-response.js';
import { childText, readXml } from '../xml/read-xml.js';
import type { Exchange } from './exchange.js';
import { owner } from './owner.js';
import { readDocument } from './read-document.js';

/** ListBuckets, with `prefix`, `max-buckets` and `continuation-token`. */
export async function listBuckets({ head, service }: Exchange): Promise<S3Response> {
  const prefix = head.query.get('prefix') ?? '';
  const after = head.query.get('continuation-token') ?? '';
  const most = Number(head.query.get('max-buckets') ?? 10_000);
  if (!(most >= 1 && most <= 10_000)) {
    throw new S3Error('InvalidArgument', 'max-buckets must be between 1 and 10000', {
      ArgumentName: 'max-buckets',
    });
  }
  const all = (await service.store.listBuckets()).filter(
    ({ name }) => name.startsWith(prefix) && name > after,
  );
  const buckets = all.slice(0, most);
  return xmlResponse('ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: {
      Bucket: buckets.map(({ name, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
      })),
    },
    ContinuationToken: all.length > buckets.length ? buckets.at(-1)?.name : undefined,
    Prefix: prefix === '' ? undefined : prefix,
  });
}

export async function createBucket(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  if (!isBucketName(head.bucket)) {
    throw new S3Error('InvalidBucketName', undefined, { BucketName: head.bucket });
  }
  const text = await readDocument(exchange);
  // The location is read to see that the document is one: this server is in every region it is asked for.
  if (text !== '') childText(readXml(text, 'CreateBucketConfiguration'), 'LocationConstraint');
  if (await service.store.hasBucket(head.bucket)) {
    throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: head.bucket });
  }
  await service.store.createBucket(head.bucket, service.now());
  return emptyResponse(200, ['Location', `/${head.bucket}`]);
}

export async function headBucket({ service }: Exchange): Promise<S3Response> {
  return emptyResponse(200, ['x-amz-bucket-region', service.region]);
}

export async function deleteBucket({ head, service }: Exchange): Promise<S3Response> {
  await service.store.deleteBucket(head.bucket);
  return emptyResponse(204);
}

/** The region us-east-1 is written as nothing, for history's sake. */
export async function getBucketLocation({ service }: Exchange): Promise<S3Response> {
  return xmlResponse('LocationConstraint', service.region === 'us-east-1' ? '' : service.region);
}

/** Versioning was never switched on, says an empty document; clients ask before they delete a bucket's contents. */
export async function getBucketVersioning(): Promise<S3Response> {
  return xmlResponse('VersioningConfiguration', {});
}
