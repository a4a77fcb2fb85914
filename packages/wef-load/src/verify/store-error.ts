import { classifyError, TargetUnreachableError, unreachableHint } from '@benchwright/load-driver';
import { BenchwrightError } from '@benchwright/result-schema';

/** The bucket that stored events are to be found in does not exist, is denied, or is in another region. */
export class StoreError extends BenchwrightError {
  constructor(
    code: 'ERR_BUCKET_MISSING' | 'ERR_BUCKET_DENIED',
    message: string,
    hint: string,
    cause: unknown,
  ) {
    super(code, message, { hint, cause });
  }
}

/**
 * What the S3 client threw, in words of ours: StoreError where the bucket is the trouble, TargetUnreachableError where nobody answered;
 * anything else as it is.
 */
export function explainStoreError(error: unknown, bucket: string, address: string): unknown {
  const status = statusOf(error);
  if (status === 404) {
    const hint = 'Create it, or name the one that the collector writes to with --bucket or S3_BUCKET';
    return new StoreError('ERR_BUCKET_MISSING', `there is no bucket ${bucket} at ${address}`, hint, error);
  }
  if (status === 301) {
    const hint = 'Set AWS_REGION to the bucket’s region';
    return new StoreError('ERR_BUCKET_MISSING', `the bucket ${bucket} is in another region`, hint, error);
  }
  if (status === 403) {
    const hint = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY need s3:ListBucket and s3:GetObject on it';
    const message = `access to the bucket ${bucket} at ${address} is denied`;
    return new StoreError('ERR_BUCKET_DENIED', message, hint, error);
  }
  if (error instanceof Error && error.name === 'CredentialsProviderError') {
    const hint =
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or --access-key-id and --secret-access-key, or AWS_PROFILE)';
    const message = `there are no keys for the bucket ${bucket} at ${address}`;
    return new StoreError('ERR_BUCKET_DENIED', message, hint, error);
  }
  if (status !== null || !(error instanceof Error)) return error;
  const found = classifyError(error);
  const tried = [`${address}: ${found} (${error.message})`];
  return new TargetUnreachableError(address, tried, unreachableHint(found), { cause: error });
}

/** The HTTP status that S3 answered with; null where nobody answered. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}
