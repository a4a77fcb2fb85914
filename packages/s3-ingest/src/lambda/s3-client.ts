import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { LambdaSettings } from './settings.js';
import type { Environment } from './settings-reader.js';

/**
 * The client of one execution environment. Credentials of `env` are taken as they stand, so that no other source is asked; without
 * them the SDK's chain decides. Retries are the SDK's (AWS_MAX_ATTEMPTS, AWS_RETRY_MODE).
 */
export function createS3Client(settings: LambdaSettings, env: Environment): S3Client {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  const config: S3ClientConfig = {
    region: settings.region,
    requestChecksumCalculation: settings.checksumMode,
    responseChecksumValidation: settings.checksumMode,
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint, forcePathStyle: true }),
    ...(accessKeyId && secretAccessKey
      ? {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
          },
        }
      : {}),
  };
  const client = new S3Client(config);
  if (settings.payloadSigning === 'unsigned') leaveBodiesUnsigned(client);
  return client;
}

/** The signer takes this header, where it is there already, for the hash of the body and does not compute one. */
function leaveBodiesUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === 'object' && request !== null && 'headers' in request) {
        (request.headers as Record<string, string>)['x-amz-content-sha256'] ??= 'UNSIGNED-PAYLOAD';
      }
      return next(args);
    },
    { step: 'build', name: 'unsignedPayload', priority: 'low' },
  );
}

/** Version of @aws-sdk/client-s3 as it presents itself to S3; null where it does not say. */
export async function sdkVersionOf(client: S3Client): Promise<string | null> {
  const agent = await client.config.defaultUserAgentProvider();
  return agent.find(([name]) => name === 'aws-sdk-js')?.[1] ?? null;
}
