import type { FaultConfig, S3ServerOptions } from '@benchwright/s3-server';
import { text, texts, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import type { TargetEntry } from './registry.js';

/** Where MinIO listens, too. */
const S3_PORT = 9000;

/** The embedded S3 server on its own. */
export const s3Target: TargetEntry = {
  name: 's3',
  title: 'Start an S3 server, its objects in memory or in a folder',
  options: {
    port: wholeNumber('--port <port>', 'port to listen on; 0 takes a free one', {
      most: 65_535,
      otherwise: String(S3_PORT),
    }),
    dir: text('--dir <folder>', 'keep objects durably in this folder', {
      takesFile: true,
      otherwise: 'in memory',
    }),
    bucket: texts('--bucket <name>', 'create this bucket if it does not exist; may be given several times'),
    region: text('--region <name>', 'refuse requests signed for another region', { otherwise: 'any' }),
    accessKeyId: text('--access-key-id <id>', 'the access key to accept, with its secret', {
      otherwise: 'made up',
      environment: 'BENCHWRIGHT_S3_ACCESS_KEY_ID',
    }),
    secretAccessKey: text('--secret-access-key <secret>', 'the secret of the access key', {
      otherwise: 'made up',
      environment: 'BENCHWRIGHT_S3_SECRET_ACCESS_KEY',
    }),
    faults: text('--faults <file>', 'what is to go wrong, by plan: the faults of the server, YAML or JSON', {
      takesFile: true,
      otherwise: 'nothing',
    }),
  },
  start: async (options) => {
    const { createS3Server } = await import('@benchwright/s3-server');
    const faults = typeof options.faults === 'string' ? { faults: await readFaults(options.faults) } : {};
    const server = await createS3Server({ ...serverOptions(options), ...faults });
    const { accessKeyId, secretAccessKey } = server.credentials;
    return {
      endpoints: { s3: server.endpoint },
      credentials: { accessKeyId, secretAccessKey, region: server.region },
      close: () => server.close(),
    };
  },
};

function serverOptions(options: Readonly<Record<string, unknown>>): S3ServerOptions {
  const { port, dir, bucket, region, accessKeyId, secretAccessKey } = options;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new UsageError(
      '--access-key-id and --secret-access-key belong together',
      'give both, or neither and take the credentials from the line that is printed',
    );
  }
  return {
    port: typeof port === 'number' ? port : S3_PORT,
    ...(typeof dir === 'string' ? { storage: { dir } } : {}),
    ...(Array.isArray(bucket) ? { buckets: bucket.map(String) } : {}),
    ...(typeof region === 'string' ? { region } : {}),
    ...(typeof accessKeyId === 'string' && typeof secretAccessKey === 'string'
      ? { credentials: { accessKeyId, secretAccessKey } }
      : {}),
  };
}

/** What the file says; the server checks it, and names everything that is wrong. */
async function readFaults(file: string): Promise<FaultConfig> {
  const [{ readFile }, { parse }] = await Promise.all([import('node:fs/promises'), import('yaml')]);
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as Error).message;
    throw new UsageError(`cannot read the faults ${file}`, why, 'ERR_NOT_READABLE');
  }
  try {
    return parse(content) as FaultConfig;
  } catch (error) {
    throw new UsageError(`${file} is not YAML`, (error as Error).message);
  }
}
