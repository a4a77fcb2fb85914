import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from './request-head.js';

/** Headers that ask for what this server does not do, with the values that ask for nothing. */
const refused: readonly (readonly [name: string, ...harmless: readonly string[]])[] = [
  ['x-amz-acl', 'private', 'bucket-owner-full-control', 'bucket-owner-read'],
  ['x-amz-grant-full-control'],
  ['x-amz-grant-read'],
  ['x-amz-grant-read-acp'],
  ['x-amz-grant-write'],
  ['x-amz-grant-write-acp'],
  ['x-amz-bucket-object-lock-enabled', 'false', 'False'],
  ['x-amz-object-lock-legal-hold', 'OFF'],
  ['x-amz-object-lock-mode'],
  ['x-amz-object-lock-retain-until-date'],
  ['x-amz-server-side-encryption'],
  ['x-amz-server-side-encryption-customer-algorithm'],
  ['x-amz-copy-source-server-side-encryption-customer-algorithm'],
  ['x-amz-storage-class', 'STANDARD'],
  ['x-amz-tagging', ''],
  ['x-amz-website-redirect-location'],
  ['x-amz-write-offset-bytes'],
];

/** Throws NotImplemented rather than storing an object without what its writer relies on. */
export function refuseUnsupported(head: S3RequestHead): void {
  for (const [name, ...harmless] of refused) {
    const value = headerOf(head, name);
    if (value !== undefined && !harmless.includes(value)) {
      throw new S3Error('NotImplemented', undefined, { Header: name });
    }
  }
}
