import { createS3Server } from '@benchwright/s3-server';
import { afterEach, expect, it, vi } from 'vitest';
import { s3IngestConfigSchema } from '../config.js';
import { openStorage } from './open-storage.js';

afterEach(() => vi.unstubAllEnvs());

it('says that there are no credentials, and asks nobody without', async () => {
  // Where the SDK looks for them: variables, files of the home folder, containers and the metadata of an instance.
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ])
    vi.stubEnv(name, undefined);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nowhere/at/all');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const server = await createS3Server({ buckets: ['lake'] });
  try {
    const opened = openStorage(s3IngestConfigSchema.parse({ s3: server.endpoint, bucket: 'lake' }));
    await expect(opened).rejects.toMatchObject({
      code: 'ERR_CREDENTIALS',
      message: 'there are no credentials for S3',
    });
  } finally {
    await server.close();
  }
});
