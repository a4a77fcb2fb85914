import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillerEnrolment } from '../store/filler.js';
import { createRedisCache } from './redis-cache.js';

const isInstalled = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!isInstalled)('the cache in Redis (apt-get install redis-server)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-redis-'));
  const socket = join(folder, 'redis.sock');
  let end: () => Promise<void>;

  beforeAll(async () => {
    const flags = [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ];
    const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
    const exited = once(server, 'exit');
    end = async () => {
      server.kill('SIGTERM');
      await exited;
    };
    for await (const line of createInterface({ input: server.stdout })) {
      if (line.includes('eady to accept connections')) break;
    }
  });
  afterAll(async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives back what was kept, in whichever server it was kept', async () => {
    const [one, other] = [await createRedisCache(socket), await createRedisCache(socket)];
    const enrolment = fillerEnrolment(1);
    expect(await one.get('hash')).toBeUndefined();
    await one.set('hash', enrolment);
    expect(await other.get('hash')).toEqual(enrolment);
    expect(await other.get('another')).toBeUndefined();
    await Promise.all([one.close(), other.close()]);
  });
});
