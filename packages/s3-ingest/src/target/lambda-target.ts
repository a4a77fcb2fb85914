import { type S3IngestConfigInput, s3IngestConfigSchema } from '../config.js';
import { LocalLambdaError } from '../local-lambda/check-options.js';
import { planS3Ingest } from '../plan.js';
import { startLocalFunctions } from '../session/local-functions.js';
import { openStorage } from '../session/open-storage.js';

/** A local Lambda that runs on its own, and the S3 that its functions write to. */
export interface LambdaTarget {
  readonly endpoints: { readonly lambda: string; readonly s3: string };
  /** For clients of the S3; the Lambda takes any. */
  readonly credentials: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts the functions of a design on this machine, as a run would, for `functions: aws` with `lambdaEndpoint`, or for any client of
 * Lambda. An S3 comes with them unless `s3` names one. `port` is that of the Lambda API; 0 takes a free one.
 *
 * @throws LocalLambdaError (ERR_LOCAL_LAMBDA) with everything that is wrong with the config; NothingToMeasureError, TargetStartError (the
 *   port is taken), TargetUnreachableError, CredentialsError, BucketError (missing, denied)
 */
export async function startLambdaTarget(input: S3IngestConfigInput = {}, port = 0): Promise<LambdaTarget> {
  const parsed = s3IngestConfigSchema.safeParse({ ...input, functions: 'local' });
  if (!parsed.success) {
    throw new LocalLambdaError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
  }
  const { cells } = planS3Ingest(parsed.data, 0);
  const storage = await openStorage(parsed.data);
  try {
    const lambda = await startLocalFunctions(parsed.data, cells, storage, port);
    const { accessKeyId, secretAccessKey, sessionToken } = storage.keys;
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    return {
      endpoints: { lambda: lambda.endpoint, s3: storage.address },
      credentials: { ...keys, region: storage.region },
      close: async () => {
        await lambda.close();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
