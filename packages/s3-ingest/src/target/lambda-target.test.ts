import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { startLambdaTarget } from './lambda-target.js';

const small = {
  design: { memoryMb: 1769, batchEvents: 1, reservedConcurrency: 0 },
  workloads: 'events',
} as const;

it('serves the functions of a design to any client of Lambda, and what they put to any of S3', async () => {
  const target = await startLambdaTarget({ ...small, bucket: 'lake' });
  const { accessKeyId = '', secretAccessKey = '', region = '' } = target.credentials;
  const shared = { region, credentials: { accessKeyId, secretAccessKey } };
  const lambda = new LambdaClient({ ...shared, endpoint: target.endpoints.lambda });
  const s3 = new S3Client({ ...shared, endpoint: target.endpoints.s3, forcePathStyle: true });
  try {
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['ingest-events-m1769-b1-rc0']);
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: Functions[0]?.FunctionName, Payload: '{}' }),
    );
    expect([answer.FunctionError, answer.Payload?.transformToString()]).toEqual([
      undefined,
      expect.any(String),
    ]);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'lake' }));
    expect(Contents.map(({ Key }) => Key)).toEqual([JSON.parse(answer.Payload!.transformToString()).s3_key]);
  } finally {
    lambda.destroy();
    s3.destroy();
    await target.close();
  }
});

it.each([
  [{ bucket: 'No Bucket', invocations: 0 }, 'ERR_LOCAL_LAMBDA'],
  [{ functionPrefix: 'nothing-' }, 'ERR_NOTHING_TO_MEASURE'],
])('refuses %j before anything is started', async (input, code) => {
  await expect(startLambdaTarget(input)).rejects.toMatchObject({ code });
});
