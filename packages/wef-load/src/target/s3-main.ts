// The embedded S3 as a process of its own. Arguments: the bucket and the folder of its objects.
import { runTarget } from '@benchwright/load-driver/target';
import { createS3Server } from '@benchwright/s3-server';

runTarget('s3', async ([bucket, dir]) => {
  const server = await createS3Server({ buckets: [bucket!], storage: { dir: dir! } });
  return {
    endpoints: { s3: server.endpoint },
    credentials: { ...server.credentials },
    close: () => server.close(),
  };
});
