import { S3Client } from '@aws-sdk/client-s3';

/** Where the bucket is, and with which keys; empty keys leave it to the SDK (AWS_PROFILE, instance roles). */
export interface StoreAddress {
  /** Null: AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** A client for reading a bucket. The caller destroys it. */
export function createStoreClient({
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
}: StoreAddress): S3Client {
  // The SDK announces its next floor on stderr, amid the progress; the catalog's floor moves with it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new S3Client({
    region,
    maxAttempts: 3,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, connectionTimeout: 5000 },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === '' ? {} : { credentials: { accessKeyId, secretAccessKey } }),
  });
}
