import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findSecrets, removeSecrets } from './remove-secrets.js';
import { removeSecretsFromArgv } from './secret-argv.js';
import { nameIsSecret } from './secret-names.js';
import { removeSecretsFromText } from './secret-text.js';

describe('names', () => {
  test.each([
    'password',
    'dbPassword',
    'DB_PASSWD',
    'db-pass',
    'pass',
    'apiKey',
    'api_key',
    'X-API-Key',
    'apikey',
    'AWS_ACCESS_KEY_ID',
    'awsSecretAccessKey',
    'sessionToken',
    'x-amz-security-token',
    'Authorization',
    'Set-Cookie',
    'privateKey',
    'client_secret',
    'credentials',
    'wrappingKey',
    'X-Amz-Signature',
    'JWT',
    'authToken',
  ])('%s is secret', (name) => {
    expect(nameIsSecret(name)).toBe(true);
  });

  test.each([
    'partitionKey',
    'sortKeyName',
    'keyCount',
    'onPass',
    'passRate',
    'author',
    'tokenizer',
    'publicKey',
    'monkey',
    'bypass',
    'compassUrl',
    'requests',
    'keys',
  ])('%s is not', (name) => {
    expect(nameIsSecret(name)).toBe(false);
  });
});

describe('texts', () => {
  test.each([
    ['https://me:pw@host:8080/a?b=c', 'https://[secret]@host:8080/a?b=c'],
    ['./tool --token abc -n 5', './tool --token [secret] -n 5'],
    ['curl -u me:pw http://a/', 'curl -u [secret] http://a/'],
    ['redis://:p%40w@[::1]:6379/0', 'redis://[secret]@[::1]:6379/0'],
    ['postgres://u:p@ss@db/x and http://a/', 'postgres://[secret]@db/x and http://a/'],
    ['postgres://u:pa/ss@db/x', 'postgres://[secret]@db/x'],
    ['http://host:8080/@scope/name', 'http://host:8080/@scope/name'],
    [
      'https://host/?X-Amz-Signature=ab12&X-Amz-Date=20260101',
      'https://host/?X-Amz-Signature=[secret]&X-Amz-Date=20260101',
    ],
    ['https://host/?sig=a%2Fb&sv=2', 'https://host/?sig=[secret]&sv=2'],
    ['https://host/cb#access_token=abc&x=1', 'https://host/cb#access_token=[secret]&x=1'],
    ['https://host/?%74oken=abc', 'https://host/?%74oken=[secret]'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: [secret]'],
    ['curl -H "Accept: x" -H "Cookie: a=b; c=d"', 'curl -H "Accept: x" -H "Cookie: [secret]'],
    ['send Bearer abc.def-123, then', 'send Bearer [secret], then'],
    ['Basic dXNlcjpwYXNz', 'Basic [secret]'],
    ['Basic authentication is not used', 'Basic authentication is not used'],
    ['Server=db;User=me;Password=s3cr,et;Timeout=5', 'Server=db;User=me;Password=[secret];Timeout=5'],
    ['PASSWORD="a b" run', 'PASSWORD=[secret] run'],
    ['level=password=abc', 'level=password=[secret]'],
    ['id AKIAIOSFODNN7EXAMPLE here', 'id [secret] here'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123', 'jwt [secret]'],
    ['a -----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY----- b', 'a [secret] b'],
    [
      'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    ],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
    ['2026-11-21T01:02:03Z', '2026-11-21T01:02:03Z'],
  ])('%s', (text, safe) => {
    expect(removeSecretsFromText(text)).toBe(safe);
  });

  test('removing twice changes nothing more', () => {
    const text = 'https://me:pw@h/?token=x\nAuthorization: Bearer abc\nPassword=abc;x';
    const once = removeSecretsFromText(text);
    expect(removeSecretsFromText(once)).toBe(once);
  });

  test.each([
    'a=',
    '://',
    '-',
    'a-',
    'Digest ',
    'a:',
    'x@',
    '&a',
    'Basic a',
    '-----BEGIN ',
    '://:',
    '"',
    'eyJ',
  ])('a long hostile text of %j comes to an end', (part) => {
    expect(removeSecretsFromText(part.repeat(20_000)).length).toBeGreaterThan(0);
  });
});

describe('configs', () => {
  test('what is no secret stays as it is', () => {
    const config = {
      requests: 5,
      url: 'http://127.0.0.1:8080/',
      partitionKey: 'id',
      maxTokens: 100,
      useToken: true,
      token: null,
      auth: { type: 'bearer', header: 'X-Key' },
      authentication: 'none',
      nested: [{ a: [1, 'x', null] }],
    };
    expect(removeSecrets(config)).toEqual(config);
    expect(removeSecrets(config)).not.toBe(config);
  });

  test('secrets by name go, whatever their type and depth; kinds and amounts stay', () => {
    const config = {
      password: 12_345,
      empty: { password: '' },
      auth: { type: 'apiKey', value: 'k', header: 'X-API-Key', token: 'x', ttlSeconds: 5 },
      tokens: ['a', { b: 'c' }],
      aws: { region: 'eu-west-1', credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' } },
    };
    expect(removeSecrets(config)).toEqual({
      password: '[secret]',
      empty: { password: '' },
      auth: { type: 'apiKey', value: '[secret]', header: 'X-API-Key', token: '[secret]', ttlSeconds: 5 },
      tokens: ['[secret]', { b: '[secret]' }],
      aws: { region: 'eu-west-1', credentials: { accessKeyId: '[secret]', secretAccessKey: '[secret]' } },
    });
  });

  test('header lists, header pairs and argument lists', () => {
    const config = {
      headers: [
        { name: 'X-Api-Key', value: 'k1' },
        { name: 'Accept', value: 'json' },
      ],
      pairs: [
        ['Authorization', 'k2'],
        ['Accept', 'json'],
      ],
      args: ['--verbose', '--token', '--k3', '--out', 'x'],
      steps: ['issue-token', 'verify', 'revoke'],
    };
    expect(removeSecrets(config)).toEqual({
      headers: [
        { name: 'X-Api-Key', value: '[secret]' },
        { name: 'Accept', value: 'json' },
      ],
      pairs: [
        ['Authorization', '[secret]'],
        ['Accept', 'json'],
      ],
      args: ['--verbose', '--token', '[secret]', '--out', 'x'],
      steps: ['issue-token', 'verify', 'revoke'],
    });
  });

  test('fields marked in the schema, through wrappers, unions, records and lists', () => {
    const secret = z.string().meta({ secret: true });
    const schema = z.strictObject({
      plain: z.string(),
      wrapped: secret.optional(),
      outer: z.string().optional().meta({ secret: true }),
      whole: z.strictObject({ a: z.number() }).meta({ secret: true }),
      list: z.array(secret),
      byName: z.record(z.string(), z.strictObject({ pin: secret })),
      either: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('a'), x: secret }),
        z.strictObject({ kind: z.literal('b'), y: z.string() }),
      ]),
    });
    const config: z.output<typeof schema> = {
      plain: 'p',
      wrapped: 's1',
      outer: 's2',
      whole: { a: 1 },
      list: ['s3'],
      byName: { n: { pin: 's4' } },
      either: { kind: 'a', x: 's5' },
    };
    expect(removeSecrets(config, { schema })).toEqual({
      plain: 'p',
      wrapped: '[secret]',
      outer: '[secret]',
      whole: '[secret]',
      list: ['[secret]'],
      byName: { n: { pin: '[secret]' } },
      either: { kind: 'a', x: '[secret]' },
    });
  });

  test('a secret goes wherever else it stands, a plain word only in its own place', () => {
    const config = {
      password: 'hunter2-hunter2',
      pwd: 'postgres',
      note: 'pw hunter2-hunter2',
      host: 'postgres',
    };
    expect(removeSecrets(config)).toEqual({
      password: '[secret]',
      pwd: '[secret]',
      note: 'pw [secret]',
      host: 'postgres',
    });
    expect(findSecrets(config)).toEqual(['hunter2-hunter2']);
  });

  test('the token of an Authorization header is known without its scheme', () => {
    const config = { headers: { Authorization: 'Bearer abcdefgh12345678' }, note: 'abcdefgh12345678' };
    expect(JSON.stringify(removeSecrets(config))).not.toContain('abcdefgh12345678');
  });

  test('secrets in keys, and keys that become equal', () => {
    const config = { 'http://a:b@h/': 1, 'http://c:d@h/': 2 };
    expect(removeSecrets(config)).toEqual({ 'http://[secret]@h/': 1, 'http://[secret]@h/ (2)': 2 });
  });
});

describe('command lines', () => {
  test.each([
    [
      ['run', '--token', 'x', '-c', 'f'],
      ['run', '--token', '[secret]', '-c', 'f'],
    ],
    [['--api-key=x,y;z&'], ['--api-key=[secret]']],
    [
      ['API_TOKEN=a b', 'run'],
      ['API_TOKEN=[secret]', 'run'],
    ],
    [
      ['--header', 'Authorization: Bearer x'],
      ['--header', 'Authorization: [secret]'],
    ],
    [
      ['-H', 'X-Api-Key:x', '-H', 'Accept: y'],
      ['-H', 'X-Api-Key:[secret]', '-H', 'Accept: y'],
    ],
    [
      ['--user', 'me:pw', '-u', 'http://a:b@c/'],
      ['--user', '[secret]', '-u', 'http://[secret]@c/'],
    ],
    [
      ['--rest-url', 'http://a:b@h/?token=x'],
      ['--rest-url', 'http://[secret]@h/?token=[secret]'],
    ],
    [
      ['--no-token', 'x', '--user-id-range', '1-9'],
      ['--no-token', 'x', '--user-id-range', '1-9'],
    ],
    [
      ['--password', '-rf'],
      ['--password', '[secret]'],
    ],
  ])('%j', (argv, safe) => {
    expect(removeSecretsFromArgv(argv)).toEqual(safe);
  });

  test('secrets known from the config are removed as well', () => {
    expect(
      removeSecretsFromArgv(['--target', 'http://h/hunter2hunter2', ''], ['hunter2hunter2', '']),
    ).toEqual(['--target', 'http://h/[secret]', '']);
  });
});
