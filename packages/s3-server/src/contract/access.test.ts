import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { describeContract, md5, s3Error } from './describe-contract.js';

describeContract('presigned URLs', (contract) => {
  const { Bucket, put } = contract;
  test('put and get without credentials', async () => {
    const putUrl = await getSignedUrl(
      contract.client(),
      new PutObjectCommand({ Bucket, Key: 'pre/signed ü' }),
    );
    const sent = await fetch(putUrl, { method: 'PUT', body: 'presigned' });
    expect([sent.status, sent.headers.get('etag')]).toEqual([200, md5('presigned')]);
    const getUrl = await getSignedUrl(
      contract.client(),
      new GetObjectCommand({ Bucket, Key: 'pre/signed ü', ResponseContentType: 'text/x-c' }),
    );
    const read = await fetch(getUrl);
    expect([read.status, await read.text(), read.headers.get('content-type')]).toEqual([
      200,
      'presigned',
      'text/x-c',
    ]);
  });

  test('that are changed or have expired are refused', async () => {
    await put('pre-signed');
    const url = await getSignedUrl(contract.client(), new GetObjectCommand({ Bucket, Key: 'pre-signed' }));
    const changed = await fetch(url.replace('pre-signed', 'pre-signee'));
    expect(changed.status).toBe(403);
    expect(await changed.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    const old = await getSignedUrl(contract.client(), new GetObjectCommand({ Bucket, Key: 'pre-signed' }), {
      signingDate: new Date(Date.now() - 120_000),
      expiresIn: 60,
    });
    const expired = await fetch(old);
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('<Code>AccessDenied</Code>');
  });
});

describeContract('credentials', (contract) => {
  const { Bucket } = contract;
  test('that are unknown or wrong are refused', async () => {
    const { accessKeyId, secretAccessKey } = contract.endpoint().credentials;
    const wrong = contract.newClient({
      credentials: { accessKeyId, secretAccessKey: `${secretAccessKey}x` },
    });
    await expect(wrong.send(new ListObjectsV2Command({ Bucket }))).rejects.toEqual(
      s3Error('SignatureDoesNotMatch', 403),
    );
    const unknown = contract.newClient({ credentials: { accessKeyId: 'AKIDUNKNOWN', secretAccessKey } });
    await expect(unknown.send(new ListObjectsV2Command({ Bucket }))).rejects.toEqual(
      s3Error('InvalidAccessKeyId', 403),
    );
  });
});
