import { S3Error } from '../errors/s3-error.js';
import type { UploadInfo } from '../storage/object-store.js';
import type { Exchange } from './exchange.js';

/** The upload that `?uploadId=` names. Throws NoSuchUpload also for one of another key, which must not be reached from here. */
export function findUpload({ head, service }: Exchange): UploadInfo {
  const upload = service.store.getUpload(head.query.get('uploadId') ?? '');
  if (upload.bucket === head.bucket && upload.key === head.key) return upload;
  throw new S3Error('NoSuchUpload', undefined, { UploadId: upload.uploadId });
}
