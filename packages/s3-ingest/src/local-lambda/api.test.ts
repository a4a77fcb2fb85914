import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_REQUEST_BYTES } from './api/operations.js';
import { definition, openPlatform, type TestPlatform } from './testing.js';

const names = Array.from({ length: 60 }, (_, index) => `ingest-${String(index).padStart(2, '0')}`);
let opened: TestPlatform;

beforeAll(async () => {
  const env = { WORKLOAD: 'batch', AWS_SECRET_ACCESS_KEY: 'secret' };
  opened = await openPlatform(names.map((name) => definition({ name, env, memoryMb: 512, timeoutSec: 7 })));
});
afterAll(() => opened.close());

describe('ListFunctions', () => {
  it('is paged: 50 at most, or fewer if asked', async () => {
    const first = await opened.client.send(new ListFunctionsCommand({}));
    expect(first.Functions).toHaveLength(50);
    const second = await opened.client.send(new ListFunctionsCommand({ Marker: first.NextMarker }));
    expect(second.Functions).toHaveLength(10);
    expect(second.NextMarker ?? null).toBeNull();
    const seen: (string | undefined)[] = [];
    for await (const { Functions = [] } of paginateListFunctions(
      { client: opened.client, pageSize: 7 },
      {},
    )) {
      expect(Functions.length).toBeLessThanOrEqual(7);
      seen.push(...Functions.map(({ FunctionName }) => FunctionName));
    }
    expect(seen).toEqual(names);
  });

  it('refuses a marker that it never gave', async () => {
    const listing = opened.client.send(new ListFunctionsCommand({ Marker: 'bm8tc3VjaA' }));
    await expect(listing).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('GetFunctionConfiguration', () => {
  it.each([
    'ingest-07',
    'arn:aws:lambda:us-east-1:000000000000:function:ingest-07',
    '000000000000:function:ingest-07',
  ])('finds %s', async (FunctionName) => {
    const found = await opened.client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(found).toMatchObject({
      FunctionName: 'ingest-07',
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest-07',
      Handler: 'functions.handler',
      MemorySize: 512,
      Timeout: 7,
      Version: '$LATEST',
      State: 'Active',
    });
    expect(found.CodeSize).toBeGreaterThan(100);
    expect(found.Environment?.Variables).toEqual({ WORKLOAD: 'batch' });
  });

  it('says which function there is not', async () => {
    await expect(
      opened.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'nobody' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
    });
  });
});

describe('function concurrency', () => {
  const FunctionName = 'ingest-01';
  const get = () => opened.client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const put = (ReservedConcurrentExecutions: number) =>
    opened.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

  it('is put, read and deleted; 0 stops the function', async () => {
    expect((await get()).ReservedConcurrentExecutions).toBeUndefined();
    expect((await put(5)).ReservedConcurrentExecutions).toBe(5);
    expect((await get()).ReservedConcurrentExecutions).toBe(5);
    await put(0);
    await expect(opened.client.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await opened.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await get()).ReservedConcurrentExecutions).toBeUndefined();
  });

  it('leaves 100 of the account unreserved', async () => {
    await expect(put(901)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('900 can be reserved for ingest-01'),
    });
  });
});

describe('Invoke', () => {
  const invoke = (changes: object) =>
    opened.client.send(new InvokeCommand({ FunctionName: 'ingest-00', Payload: '{}', ...changes }));

  it('only asks whether it could, with DryRun', async () => {
    expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
  });

  it('refuses what is not JSON, what is too long, other ways of invoking and other versions', async () => {
    await expect(invoke({ Payload: '{oops' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    const Payload = JSON.stringify('x'.repeat(LONGEST_REQUEST_BYTES));
    await expect(invoke({ Payload })).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
    await expect(invoke({ InvocationType: 'Event' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(invoke({ Qualifier: '3' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('takes no payload for an empty event', async () => {
    const { Payload } = await opened.client.send(new InvokeCommand({ FunctionName: 'ingest-00' }));
    expect(Buffer.from(Payload!).toString()).toBe('null');
  });

  it('says with every answer how the limits were kept', async () => {
    const headers: Record<string, string> = {};
    const command = new InvokeCommand({ FunctionName: 'ingest-00' });
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        Object.assign(headers, (result.response as { headers: object }).headers);
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    await opened.client.send(command);
    const { memory, cpu } = opened.platform.enforcement;
    expect(headers).toMatchObject({ 'x-benchwright-memory-limit': memory, 'x-benchwright-cpu-limit': cpu });
  });
});

describe('the endpoint', () => {
  const url = (path: string) => `${opened.platform.endpoint}${path}`;

  it('serves nobody who does not sign: no page in a browser can', async () => {
    const answer = await fetch(url('/2015-03-31/functions/ingest-00/invocations'), {
      method: 'POST',
      body: '{}',
    });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ]);
  });

  it('leaves a connection open for as long as the longest invocation beside it may take', async () => {
    const answer = await fetch(url('/'));
    await answer.text();
    expect(answer.headers.get('keep-alive')).toBe('timeout=900');
  });

  it('says which operation it does not have', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    const answer = await fetch(url('/2015-03-31/layers'), { headers });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      message: 'The local Lambda has no operation GET /2015-03-31/layers',
    });
  });
});
