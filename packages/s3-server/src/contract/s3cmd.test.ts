import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withServer } from '../testing/running-server.js';

const installed = spawnSync('s3cmd', ['--version']).status === 0;

describe.skipIf(!installed)(`s3cmd${installed ? '' : ' (not installed: apt-get install s3cmd)'}`, () => {
  const running = withServer();
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'benchwright-s3cmd-'));
    const { port, credentials } = running.server();
    const lines = [
      '[default]',
      `access_key = ${credentials.accessKeyId}`,
      `secret_key = ${credentials.secretAccessKey}`,
      `host_base = 127.0.0.1:${port}`,
      `host_bucket = 127.0.0.1:${port}`,
      'use_https = False',
    ];
    writeFileSync(join(dir, 'config'), lines.join('\n'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  async function s3cmd(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('s3cmd', [
      '--config',
      join(dir, 'config'),
      '--no-progress',
      ...args,
    ]);
    return stdout;
  }

  test('makes a bucket, puts in parts, gets, lists, copies, moves and deletes', async () => {
    const data = randomBytes(11 * 2 ** 20);
    writeFileSync(join(dir, 'large'), data);
    await s3cmd('mb', 's3://s3cmd-bucket');
    await s3cmd('--multipart-chunk-size-mb=5', 'put', join(dir, 'large'), 's3://s3cmd-bucket/a/large ü');
    await s3cmd('get', 's3://s3cmd-bucket/a/large ü', join(dir, 'back'));
    expect(readFileSync(join(dir, 'back')).equals(data)).toBe(true);
    await s3cmd('cp', 's3://s3cmd-bucket/a/large ü', 's3://s3cmd-bucket/copy');
    await s3cmd('mv', 's3://s3cmd-bucket/copy', 's3://s3cmd-bucket/moved');
    const listed = await s3cmd('ls', '--recursive', 's3://s3cmd-bucket');
    expect(listed).toContain('s3://s3cmd-bucket/a/large ü');
    expect(listed).toContain('s3://s3cmd-bucket/moved');
    expect(listed).not.toContain('s3://s3cmd-bucket/copy');
    await s3cmd('rb', '--recursive', '--force', 's3://s3cmd-bucket');
    expect(await s3cmd('ls')).not.toContain('s3cmd-bucket');
  });
});
