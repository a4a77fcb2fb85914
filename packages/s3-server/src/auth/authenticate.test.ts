import { describe, expect, test } from 'vitest';
import { AwsChunkedDecoder } from '../body/aws-chunked-decoder.js';
import { crc32c } from '../checksum/crc32c.js';
import { parseQuery } from '../http/query-string.js';
import type { S3RequestHead } from '../http/request-head.js';
import { parseAmzDate } from './amz-date.js';
import { authenticate, type Gatekeeper } from './authenticate.js';
import { SigningKeys } from './signing-keys.js';

// The examples of the Amazon S3 API reference, "Signature Calculations for the Authorization Header" and "… in Query Parameters".
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const scope = `${accessKeyId}/20130524/us-east-1/s3/aws4_request`;
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const exampleTime = Date.UTC(2013, 4, 24);

function gate(changes: Partial<Gatekeeper> = {}): Gatekeeper {
  return {
    credentials: new Map([[accessKeyId, { accessKeyId, secretAccessKey }]]),
    keys: new SigningKeys(),
    region: undefined,
    now: () => exampleTime,
    ...changes,
  };
}

function head(method: string, url: string, headers: Record<string, string>): S3RequestHead {
  const [rawPath = '', query = ''] = url.split('?');
  const all = { host: 'examplebucket.s3.amazonaws.com', ...headers };
  return {
    method,
    rawPath,
    query: parseQuery(query),
    headers: all,
    rawHeaders: Object.entries(all).flat(),
    bucket: 'examplebucket',
    key: 'x',
  };
}

function signedHead(method: string, url: string, signature: string, headers: Record<string, string> = {}) {
  const all: Record<string, string> = {
    'x-amz-content-sha256': empty,
    'x-amz-date': '20130524T000000Z',
    ...headers,
  };
  const signedHeaders = ['host', ...Object.keys(all)].sort().join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return head(method, url, { ...all, authorization });
}

const getObject = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41';
const range = { range: 'bytes=0-9' };

function code(name: string) {
  return expect.objectContaining({ code: name });
}

describe('a signature in the header', () => {
  test.each([
    ['GET Object', 'GET', '/test.txt', getObject, range],
    [
      'PUT Object',
      'PUT',
      '/test$file.text',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
    ],
    [
      'GET Lifecycle',
      'GET',
      '/?lifecycle',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      {},
    ],
    [
      'List Objects',
      'GET',
      '/?max-keys=2&prefix=J',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      {},
    ],
  ] as const)('of the published example %s is right', (_, method, url, signature, headers) => {
    expect(authenticate(signedHead(method, url, signature, { ...headers }), gate()).payload.kind).toBe(
      'plain',
    );
  });

  test('is read with spaces after its commas, and with its path encoded otherwise', () => {
    const spaced = signedHead('GET', '/%74est.txt', getObject, range);
    const authorization = String(spaced.headers.authorization).replaceAll(',', ', ');
    authenticate({ ...spaced, headers: { ...spaced.headers, authorization } }, gate());
  });

  test.each([
    ['another method', signedHead('HEAD', '/test.txt', getObject, range)],
    ['another path', signedHead('GET', '/test.tx', getObject, range)],
    ['another parameter', signedHead('GET', '/test.txt?a', getObject, range)],
    ['another header', signedHead('GET', '/test.txt', getObject, { range: 'bytes=0-8' })],
    ['another digit', signedHead('GET', '/test.txt', getObject.replace('f', 'e'), range)],
    ['no hex', signedHead('GET', '/test.txt', 'ü'.repeat(64), range)],
  ])('does not hold for %s', (_, changed) => {
    expect(() => authenticate(changed, gate())).toThrow(code('SignatureDoesNotMatch'));
  });

  test('must cover every x-amz- header', () => {
    const signed = signedHead('GET', '/test.txt', getObject, range);
    const headers = { ...signed.headers, 'x-amz-meta-added': 'later' };
    expect(() => authenticate({ ...signed, headers }, gate())).toThrow(code('AccessDenied'));
  });

  test.each([
    ['15 minutes early', exampleTime - 900_000, true],
    ['15 minutes late', exampleTime + 900_000, true],
    ['more than that early', exampleTime - 900_001, false],
    ['more than that late', exampleTime + 900_001, false],
  ])('counts %s: %i %s', (_, now, good) => {
    const attempt = () =>
      authenticate(signedHead('GET', '/test.txt', getObject, range), gate({ now: () => now }));
    if (good) attempt();
    else expect(attempt).toThrow(code('RequestTimeTooSkewed'));
  });

  test.each([
    ['no signature at all', {}, 'AccessDenied'],
    ['Signature Version 2', { authorization: `AWS ${accessKeyId}:c2lnbmF0dXJl` }, 'InvalidRequest'],
    ['no parts', { authorization: 'AWS4-HMAC-SHA256 nothing' }, 'AuthorizationHeaderMalformed'],
    [
      'a short scope',
      { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/s3, SignedHeaders=host, Signature=0` },
      'AuthorizationHeaderMalformed',
    ],
  ])('is needed: %s', (_, headers, expected) => {
    expect(() => authenticate(head('GET', '/test.txt', headers), gate())).toThrow(code(expected));
  });

  test('must be of a known key, its token and the region', () => {
    const signed = signedHead('GET', '/test.txt', getObject, range);
    expect(() => authenticate(signed, gate({ credentials: new Map() }))).toThrow(code('InvalidAccessKeyId'));
    expect(() => authenticate(signed, gate({ region: 'eu-west-1' }))).toThrow(
      code('AuthorizationHeaderMalformed'),
    );
    const credentials = new Map([[accessKeyId, { accessKeyId, secretAccessKey, sessionToken: 'token' }]]);
    expect(() => authenticate(signed, gate({ credentials }))).toThrow(code('InvalidToken'));
  });
});

describe('a signature in the query', () => {
  const presigned = `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`;

  test('of the published example is right until it expires', () => {
    authenticate(head('GET', presigned, {}), gate());
    authenticate(head('GET', presigned, {}), gate({ now: () => exampleTime + 86_400_000 }));
    expect(() =>
      authenticate(head('GET', presigned, {}), gate({ now: () => exampleTime + 86_400_001 })),
    ).toThrow(code('AccessDenied'));
    expect(() =>
      authenticate(head('GET', presigned, {}), gate({ now: () => exampleTime - 900_001 })),
    ).toThrow(code('AccessDenied'));
  });

  test.each([
    ['X-Amz-Expires=86400', 'X-Amz-Expires=86401', 'SignatureDoesNotMatch'],
    ['X-Amz-Expires=86400', 'X-Amz-Expires=604801', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires=86400', 'X-Amz-Expires=soon', 'AuthorizationQueryParametersError'],
    ['X-Amz-Date=20130524T000000Z', 'X-Amz-Date=yesterday', 'AuthorizationQueryParametersError'],
    ['AWS4-HMAC-SHA256', 'AWS4-HMAC-MD5', 'AuthorizationQueryParametersError'],
    ['&X-Amz-SignedHeaders=host', '', 'AuthorizationQueryParametersError'],
  ])('with %s changed to %s is %s', (from, to, expected) => {
    expect(() => authenticate(head('GET', presigned.replace(from, to), {}), gate())).toThrow(code(expected));
  });

  test('and one in the header are one too many', () => {
    expect(() => authenticate(head('GET', presigned, { authorization: 'x' }), gate())).toThrow(
      code('InvalidArgument'),
    );
  });
});

describe('signatures of chunks', () => {
  const chunks: readonly (readonly [signature: string, data: string])[] = [
    ['ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', 'a'.repeat(65_536)],
    ['0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', 'a'.repeat(1024)],
    ['b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', ''],
  ];

  // "Signature calculations for trailing headers": the same object, its CRC-32C behind the last chunk.
  const chunksBeforeTrailer: typeof chunks = [
    ['b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2', 'a'.repeat(65_536)],
    ['1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7', 'a'.repeat(1024)],
    ['2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992', ''],
  ];
  const trailer =
    'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n';

  function put(signature: string, headers: Record<string, string>) {
    const request = signedHead('PUT', '/examplebucket/chunkObject.txt', signature, {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      ...headers,
    });
    return { ...request, headers: { ...request.headers, host: 's3.amazonaws.com' } };
  }

  function framed(parts: typeof chunks): string {
    return parts
      .map(([signature, data]) => `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}\r\n`)
      .join('');
  }

  function decode(request: S3RequestHead, text: string, hasTrailer: boolean) {
    let bytes = 0;
    const { chunkSigner: signer } = authenticate(request, gate());
    const decoder = new AwsChunkedDecoder({
      signer,
      trailer: hasTrailer,
      onData: (data) => {
        bytes += data.length;
      },
    });
    decoder.push(Buffer.from(text));
    return { trailer: decoder.finish(), bytes };
  }

  function receive(changed: (text: string) => string): number {
    const signature = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
    const request = put(signature, {
      'content-length': '66824',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    });
    return decode(request, changed(framed(chunks)), false).bytes;
  }

  function receiveWithTrailer(changed: (text: string) => string) {
    const request = put('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e', {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
    });
    const text = framed(chunksBeforeTrailer).replace(/\r\n\r\n$/, `\r\n${trailer}\r\n`);
    return decode(request, changed(text), true);
  }

  test('of the published example are right', () => {
    expect(receive((text) => text)).toBe(66_560);
  });

  test('of the published example with a trailer are right', () => {
    const { bytes, trailer } = receiveWithTrailer((text) => text);
    expect(bytes).toBe(66_560);
    expect([...trailer]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']]);
    expect(crc32c(Buffer.alloc(bytes, 'a'))).toBe(Buffer.from('sOO8/Q==', 'base64').readUInt32BE());
  });

  test.each([
    ['the trailer', (text: string) => text.replace('sOO8', 'sOO9')],
    ['its signature', (text: string) => text.replace('d81f82', 'd81f83')],
    [
      'nothing but that the signature is left out',
      (text: string) => text.replace(/x-amz-trailer-sig.*\r\n/, ''),
    ],
    ['a chunk before it', (text: string) => text.replace('aaa', 'aab')],
  ])('with a trailer do not hold when %s is changed', (_, change) => {
    expect(() => receiveWithTrailer(change)).toThrow(code('SignatureDoesNotMatch'));
  });

  test.each([
    ['data', (text: string) => text.replace('aaa', 'aab')],
    ['a signature', (text: string) => text.replace('=0055', '=0056')],
    ['the order', (text: string) => text.replace(/^10000;.*\r\n.*\r\n/, '')],
  ])('do not hold when %s is changed', (_, change) => {
    expect(() => receive(change)).toThrow(code('SignatureDoesNotMatch'));
  });

  test('are needed', () => {
    expect(() => receive((text) => text.replace(/;chunk-signature=\w+/, ''))).toThrow(code('InvalidRequest'));
  });
});

test.each([
  ['20130524T000000Z', exampleTime],
  ['20240229T235959Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
  ['20230229T000000Z', Number.NaN],
  ['20131301T000000Z', Number.NaN],
  ['2013052aT000000Z', Number.NaN],
  ['20130524T000000', Number.NaN],
  ['20130524 000000Z', Number.NaN],
])('the date %s is %d', (text, time) => {
  expect(parseAmzDate(text)).toBe(time);
});
