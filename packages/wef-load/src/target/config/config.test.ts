import { describe, expect, it } from 'vitest';
import { readFlags } from './flags.js';
import { collectorOptions } from './settings.js';
import { storeFromToml } from './toml-config.js';

/** The original's own file. */
const TOML = `[forwarding]
buffer_size = 10
retry_attempts = 1

[[forwarding.destinations]]
name = "parquet"
url = "s3://wef-events/archive"
protocol = "http"
enabled = true

[forwarding.destinations.headers]
endpoint = "http://minio:9000"
"max-size-mb" = "100"          # 100MB parquet file limit
"flush-interval-secs" = "5"     # Flush every 5 seconds
"buffer-path" = "/tmp/wef-events"
`;

describe('a TOML file of the original', () => {
  it('says where files go and how they are made', () => {
    expect(storeFromToml(TOML, 'a.toml')).toEqual({
      bucket: 'wef-events',
      prefix: 'archive',
      s3: { endpoint: 'http://minio:9000' },
      maxFileBytes: 104_857_600,
      flushIntervalMs: 5000,
      bufferPath: '/tmp/wef-events',
    });
  });

  it('is refused with every problem, each by file and key', () => {
    const wrong = TOML.replace('"100"', '"large"')
      .replace('"5"', '0')
      .replace('s3://wef-events/archive', 'ftp://x')
      .replace('retry_attempts', 'retry_attemps');
    expect(() => storeFromToml(wrong, 'a.toml')).toThrow(
      expect.objectContaining({
        code: 'ERR_WEF_COLLECTOR_CONFIG',
        message: [
          'a.toml: forwarding.destinations[0].url: must be s3://bucket or s3://bucket/prefix',
          'a.toml: forwarding.destinations[0].headers.max-size-mb: must be a number',
          'a.toml: forwarding.destinations[0].headers.flush-interval-secs: must be at least 0.001',
          'a.toml: forwarding.retry_attemps: there is no such key',
        ].join('\n'),
      }),
    );
  });

  it.each([
    ['syntax', '[forwarding\n', /^a\.toml:1:\d+: /],
    [
      'no destination that is enabled',
      TOML.replace('= true', '= false'),
      /one must be enabled, and there is none/,
    ],
    ['nothing', '', /a\.toml: forwarding: /],
  ])('is refused for %s', (_what, text, message) => {
    expect(() => storeFromToml(text, 'a.toml')).toThrow(message);
  });
});

describe('settings', () => {
  const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const read = () => Promise.resolve(TOML);

  it('go before the file, which goes before the defaults', async () => {
    const options = await collectorOptions(
      { config: 'a.toml', bucket: 'other', flushIntervalSecs: 0.5 },
      env,
      read,
    );
    expect(options.store).toEqual({
      bucket: 'other',
      prefix: 'archive',
      s3: { endpoint: 'http://minio:9000', accessKeyId: 'id', secretAccessKey: 'secret' },
      maxFileBytes: 104_857_600,
      flushIntervalMs: 500,
      bufferPath: '/tmp/wef-events',
    });
  });

  it('are read from flags', async () => {
    expect(await readFlags(['--port', '0', '--no-store'], {})).toEqual({ port: 0, store: false });
    expect(
      await readFlags(['--s3', 'embedded', '--max-size-mb', '2', '--fsync', '--workers', '3'], env),
    ).toEqual({
      store: { s3: 'embedded', maxFileBytes: 2_097_152, fsync: true, workers: 3 },
    });
  });

  it.each([
    [['--port', 'x'], '--port must be a number, not "x"'],
    [['--prot', '0'], "Unknown option '--prot'"],
    [['--s3', 'minio:9000'], '--s3 must be embedded, aws or a URL'],
    [['--tls-port', '0'], '--tls-port, --tls-cert, --tls-key and --tls-ca belong together'],
    [['--config', '/nowhere/a.toml'], '/nowhere/a.toml cannot be read'],
  ])('are refused: %j', async (args, message) => {
    await expect(readFlags(args, {})).rejects.toMatchObject({
      code: 'ERR_WEF_COLLECTOR_CONFIG',
      message: expect.stringContaining(message),
    });
  });
});
