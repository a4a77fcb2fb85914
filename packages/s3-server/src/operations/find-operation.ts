import { S3Error } from '../errors/s3-error.js';
import type { S3RequestHead } from '../http/request-head.js';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from './buckets.js';
import { completeUpload } from './complete-upload.js';
import { copyObject } from './copy-object.js';
import { createUpload } from './create-upload.js';
import { deleteObject, deleteObjects } from './delete-object.js';
import type { Operation } from './exchange.js';
import { getObject, headObject } from './get-object.js';
import { getObjectAttributes } from './get-object-attributes.js';
import { listObjectsV1, listObjectsV2 } from './list-objects.js';
import { abortUpload, listParts, listUploads } from './list-uploads.js';
import { putObject } from './put-object.js';
import { uploadPart, uploadPartCopy } from './upload-part.js';

/** What the server can do, by the names of the S3 API. */
export const operations = {
  AbortMultipartUpload: abortUpload,
  CompleteMultipartUpload: completeUpload,
  CopyObject: copyObject,
  CreateBucket: createBucket,
  CreateMultipartUpload: createUpload,
  DeleteBucket: deleteBucket,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetBucketLocation: getBucketLocation,
  GetBucketVersioning: getBucketVersioning,
  GetObject: getObject,
  GetObjectAttributes: getObjectAttributes,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListMultipartUploads: listUploads,
  ListObjects: listObjectsV1,
  ListObjectsV2: listObjectsV2,
  ListParts: listParts,
  PutObject: putObject,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

/** Parameters that turn a request into one this server does not know; the others are parameters of operations or mean nothing. */
const otherSubresources: ReadonlySet<string> = new Set(
  (
    'accelerate acl analytics cors encryption intelligent-tiering inventory legal-hold lifecycle logging metadataTable ' +
    'metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment ' +
    'restore retention select session tagging torrent versions website'
  ).split(' '),
);

/**
 * Says which operation a request asks for.
 *
 * @throws S3Error NotImplemented for one of S3 that this server does not have, MethodNotAllowed for one that S3 has not either.
 */
export function findOperation(head: S3RequestHead): OperationName {
  const { query } = head;
  if (query.size > 0) refuseOthers(query);
  const found =
    head.bucket === ''
      ? ofService(head.method)
      : head.key === ''
        ? ofBucket(head.method, query)
        : ofObject(head);
  if (found !== undefined) return found;
  throw new S3Error('MethodNotAllowed', undefined, { Method: head.method });
}

function refuseOthers(query: ReadonlyMap<string, string>): void {
  for (const [name, value] of query) {
    if (otherSubresources.has(name) || (name === 'versionId' && value !== 'null')) {
      throw new S3Error('NotImplemented', undefined, { Parameter: name });
    }
  }
}

function ofService(method: string): OperationName | undefined {
  return method === 'GET' ? 'ListBuckets' : undefined;
}

function ofBucket(method: string, query: ReadonlyMap<string, string>): OperationName | undefined {
  switch (method) {
    case 'GET':
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('versioning')) return 'GetBucketVersioning';
      if (query.has('uploads')) return 'ListMultipartUploads';
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'PUT':
      if (query.has('versioning'))
        throw new S3Error('NotImplemented', undefined, { Parameter: 'versioning' });
      return 'CreateBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      if (query.has('delete')) return 'DeleteObjects';
      throw new S3Error('NotImplemented', 'Uploads by HTML form are not implemented.');
    default:
      return undefined;
  }
}

function ofObject({ method, query, headers }: S3RequestHead): OperationName | undefined {
  const inUpload = query.has('uploadId');
  switch (method) {
    case 'PUT':
      if (inUpload) return headers['x-amz-copy-source'] === undefined ? 'UploadPart' : 'UploadPartCopy';
      return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
    case 'GET':
      if (query.has('attributes')) return 'GetObjectAttributes';
      return inUpload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return inUpload ? 'CompleteMultipartUpload' : undefined;
    default:
      return undefined;
  }
}
