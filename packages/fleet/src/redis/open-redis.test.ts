import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAgents } from '../coordinator/agent-list.js';
import { redisVersion, startRedis, type TestRedis } from '../testing/redis-server.js';
import { startAgent } from '../testing/start-agents.js';
import { virtualSuite } from '../testing/virtual-suite.js';
import { anotherConnection, openRedis } from './open-redis.js';

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../../testdata/tls/${name}`, import.meta.url));
const ca = redisVersion === null ? '' : readFileSync(certificate('ca.crt'), 'utf8');
const PASSWORD = 'p@ss/word#1';

let plain: TestRedis;
let secure: TestRedis;
beforeAll(async () => {
  if (redisVersion === null) return;
  const tls = ['--port', '0', '--tls-port', '{port}', '--tls-auth-clients', 'no'];
  const keyPair = [
    '--tls-cert-file',
    certificate('localhost.crt'),
    '--tls-key-file',
    certificate('localhost.key'),
  ];
  const authority = ['--tls-ca-cert-file', certificate('ca.crt')];
  const guarded = ['--requirepass', PASSWORD];
  [plain, secure] = await Promise.all([
    startRedis(guarded),
    startRedis([...tls, ...keyPair, ...authority, ...guarded]),
  ]);
});
afterAll(async () => {
  await plain?.close();
  await secure?.close();
});

const urlOf = (scheme: string, { port }: TestRedis, password: string | null = PASSWORD): string =>
  `${scheme}://${password === null ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;

describe.skipIf(redisVersion === null)('a connection to Redis over TLS', () => {
  it('is made where the authority is known, and so are further ones for commands that block', async () => {
    const redis = await openRedis({ url: urlOf('rediss', secure), ca });
    expect(await redis.ping()).toBe('PONG');
    const another = anotherConnection(redis);
    expect(await another.set('a', 'b')).toBe('OK');
    expect(await redis.get('a')).toBe('b');
    another.disconnect();
    redis.disconnect();
  });

  it('carries an agent', async () => {
    const redis = await openRedis({ url: urlOf('rediss', secure), ca });
    const agent = await startAgent(secure.url, 'agent-0', virtualSuite(), { redis });
    expect((await listAgents(redis)).map(({ id }) => id)).toEqual(['agent-0']);
    await agent.stop();
  });

  it('is not made with a server whose certificate nobody vouches for', async () => {
    await expect(openRedis({ url: urlOf('rediss', secure) })).rejects.toMatchObject({
      code: 'ERR_REDIS_UNREACHABLE',
      message: expect.stringMatching(/certificate/),
      hint: expect.stringContaining('--redis-ca'),
    });
  });

  it('is not made without TLS; what may be wrong is said, with TLS too', async () => {
    await expect(openRedis({ url: urlOf('redis', secure) })).rejects.toMatchObject({
      code: 'ERR_REDIS_UNREACHABLE',
      hint: expect.stringContaining('write rediss://'),
    });
    await expect(openRedis({ url: 'rediss://127.0.0.1:1', ca })).rejects.toMatchObject({
      code: 'ERR_REDIS_UNREACHABLE',
      hint: expect.stringContaining('does it speak TLS at this port'),
    });
  });
});

describe.skipIf(redisVersion === null)('the password of Redis', () => {
  it.each(['redis', 'rediss'])('is taken from a URL of %s, whatever is in it', async (scheme) => {
    const server = scheme === 'redis' ? plain : secure;
    const redis = await openRedis({ url: urlOf(scheme, server), ...(scheme === 'redis' ? {} : { ca }) });
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });

  it.each([
    ['wrong', 'wrong'],
    ['missing', null],
  ])('that is %s ends with words that do not show it', async (_what, password) => {
    const error = await openRedis({ url: urlOf('redis', plain, password) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'ERR_REDIS_AUTH',
      hint: expect.stringContaining('BENCHWRIGHT_REDIS_PASSWORD'),
    });
    expect(String(error)).not.toContain(PASSWORD);
  });

  it('is not what is wrong where nobody listens', async () => {
    await expect(openRedis({ url: 'redis://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'ERR_REDIS_UNREACHABLE',
      message: expect.stringContaining('cannot reach Redis at 127.0.0.1:1'),
    });
  });
});
