import { S3Client } from '@aws-sdk/client-s3';
import type { UploadTarget } from './upload-messages.js';

const CONNECT_TIMEOUT_MS = 5000;
const ANSWER_TIMEOUT_MS = 60_000;

/** The client of the upload thread. It tries once: trying again is the thread's own affair, and never ends. */
export function createUploadClient(target: UploadTarget): S3Client {
  const { endpoint, region = 'us-east-1', accessKeyId, secretAccessKey } = target;
  // The floor of Node is the workspace's affair; the warning would stand in every log.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new S3Client({
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: ANSWER_TIMEOUT_MS },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId !== undefined && secretAccessKey !== undefined
      ? { credentials: { accessKeyId, secretAccessKey } }
      : {}),
  });
}
