import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumBytes,
  checksumHeaders,
  readAlgorithm,
} from './checksum-algorithm.js';

/** The additional checksum a client sends with a body: in a header, or in a trailing one (`value` is then undefined). */
export interface ClaimedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string | undefined;
}

/**
 * Finds the checksum that a request claims for its body. Parameters of a presigned URL are no such claim: SDKs sign the checksum of an
 * empty body into it, and S3 passes over that.
 *
 * @throws S3Error InvalidRequest for several, for an invalid one, and for an algorithm without a value.
 */
export function claimedChecksum(head: S3RequestHead): ClaimedChecksum | undefined {
  const claims: ClaimedChecksum[] = [];
  for (const algorithm of checksumAlgorithms) {
    const value = headerOf(head, checksumHeaders[algorithm]);
    if (value !== undefined) claims.push({ algorithm, value: checkedValue(algorithm, value) });
  }
  const trailing = trailingAlgorithm(head);
  if (trailing !== undefined) claims.push({ algorithm: trailing, value: undefined });
  const [claim, another] = claims;
  if (another !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  checkAnnounced(head, claim);
  return claim;
}

function trailingAlgorithm(head: S3RequestHead): ChecksumAlgorithm | undefined {
  const name = headerOf(head, 'x-amz-trailer')?.trim().toLowerCase();
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithms.find((candidate) => checksumHeaders[candidate] === name);
  if (algorithm !== undefined) return algorithm;
  throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
}

function checkAnnounced(head: S3RequestHead, claim: ClaimedChecksum | undefined): void {
  const announced = headerOf(head, 'x-amz-sdk-checksum-algorithm');
  if (announced === undefined) return;
  const algorithm = readAlgorithm(announced);
  if (claim === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (algorithm !== claim.algorithm) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
}

/** Throws InvalidRequest unless the text is base64 of as many bytes as the algorithm gives. */
export function checkedValue(algorithm: ChecksumAlgorithm, value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length === checksumBytes[algorithm] && bytes.toString('base64') === value) return value;
  throw new S3Error('InvalidRequest', `Value for ${checksumHeaders[algorithm]} header is invalid.`);
}
