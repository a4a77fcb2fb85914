import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DidServerOptions } from './server-options.js';
import { type DidServer, startDidServer } from './start-did-server.js';
import { fingersOf } from './testing/example-people.js';

const quick: Partial<DidServerOptions> = { port: 0, store: 'memory', kdfIterations: 2 };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function call(
  url: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** A server for one test. */
async function serving(options: Partial<DidServerOptions>): Promise<string> {
  const server = await startDidServer({ ...quick, ...options });
  onTestFinished(() => server.close());
  return server.endpoints.did;
}

const enrolBody = (person: number, more = {}) => ({
  fingers: fingersOf(person),
  wallet_address: `addr_test1_${person}`,
  storage: 'inline',
  format: 'json',
  ...more,
});

interface Enrolled {
  readonly did: string;
  readonly id_hash: string;
  readonly helpers: Record<string, unknown>;
}

async function enrolled(url: string, person: number): Promise<Enrolled> {
  const { status, body } = await call(url, '/api/biometric/generate', enrolBody(person));
  expect(status).toBe(200);
  return body as Enrolled;
}

describe('the DID server', () => {
  let server: DidServer;
  let url: string;
  beforeAll(async () => {
    server = await startDidServer(quick);
    url = server.endpoints.did;
  });
  afterAll(() => server.close());

  it('enrols with helpers and metadata, inline or not', async () => {
    const { helpers, ...rest } = (await call(url, '/api/biometric/generate', enrolBody(1))).body as Enrolled;
    expect(Object.keys(helpers)).toEqual(['left_thumb', 'left_index', 'right_thumb', 'right_index']);
    expect(rest).toEqual({
      did: expect.stringMatching(/^did:cardano:testnet:[1-9A-HJ-NP-Za-km-z]{43,44}$/),
      id_hash: expect.stringMatching(/^[\w-]{43}$/),
      wallet_address: 'addr_test1_1',
      metadata_cip30_inline: {
        version: '1.1',
        walletAddress: 'addr_test1_1',
        controllers: ['addr_test1_1'],
        enrollmentTimestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        biometric: { idHash: rest.id_hash, helperStorage: 'inline', helperData: helpers },
        revoked: false,
        revokedAt: null,
      },
      tx_hash: null,
    });
    const external = await call(url, '/api/biometric/generate', enrolBody(2, { storage: 'external' }));
    expect(external.body).toMatchObject({
      metadata_cip30_inline: { biometric: { helperStorage: 'external', helperData: null } },
    });
  });

  it('refuses a second enrolment, even at the same time, by 409 with the DID', async () => {
    const answers = await Promise.all(
      [3, 3, 3].map((p) => call(url, '/api/biometric/generate', enrolBody(p))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { did } = answers.find(({ status }) => status === 200)!.body as Enrolled;
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      detail: { error: 'DID_ALREADY_EXISTS', did, controllers: ['addr_test1_3'] },
    });
  });

  it('verifies with the helpers that came back, with those it kept, and under noise', async () => {
    const { helpers, id_hash } = await enrolled(url, 4);
    const noisy = fingersOf(4).map(({ finger_id, minutiae }) => ({
      finger_id,
      minutiae: minutiae.map(([x, y, a]) => [x + 0.02, y - 0.02, a + 5]),
    }));
    for (const [fingers, sent] of [
      [fingersOf(4), helpers],
      [noisy, helpers],
      [noisy, {}],
    ]) {
      const { body } = await call(url, '/api/biometric/verify', {
        fingers,
        helpers: sent,
        expected_id_hash: id_hash,
      });
      expect(body).toEqual({
        success: true,
        matched_fingers: ['left_thumb', 'left_index', 'right_thumb', 'right_index'],
        unmatched_fingers: [],
        error: null,
      });
    }
  });

  it('says no to another person, to one finger alone, and to helpers of another identity', async () => {
    const { helpers, id_hash } = await enrolled(url, 5);
    const other = await enrolled(url, 6);
    const verify = async (fingers: unknown, sent: unknown) =>
      (await call(url, '/api/biometric/verify', { fingers, helpers: sent, expected_id_hash: id_hash })).body;
    expect(await verify(fingersOf(7), helpers)).toMatchObject({
      success: false,
      matched_fingers: [],
      error: 'Insufficient matching fingerprints',
    });
    expect(await verify(fingersOf(5).slice(0, 1), helpers)).toMatchObject({
      success: false,
      matched_fingers: ['left_thumb'],
      error: 'Insufficient matching fingerprints',
    });
    expect(await verify(fingersOf(6), other.helpers)).toMatchObject({
      success: false,
      error: 'Helper data hash mismatch',
    });
    const twice = [...fingersOf(5).slice(0, 1), ...fingersOf(5).slice(0, 1)];
    expect(await verify(twice, helpers)).toMatchObject({ success: false });
  });

  it('verifies in batches, each for itself and in order', async () => {
    const [a, b] = [await enrolled(url, 8), await enrolled(url, 9)];
    const request = (person: number, { helpers, id_hash }: Enrolled) => ({
      fingers: fingersOf(person),
      helpers,
      expected_id_hash: id_hash,
    });
    const requests = [request(8, a), request(8, b), { ...request(9, b), helpers: {} }];
    const { body } = await call(url, '/api/biometric/verify/batch', { requests });
    expect((body as { results: { success: boolean }[] }).results.map(({ success }) => success)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('serves the bodies of the guide', async () => {
    const body = { wallet_address: 'addr_test1', biometric_hash: 'hash123', timestamp: 1697500000 };
    expect((await call(url, '/api/v1/did/verify', body)).body).toMatchObject({ success: false, did: null });
    const first = await call(url, '/api/v1/did/enroll', body);
    expect(first).toMatchObject({ status: 200, body: { success: true, wallet_address: 'addr_test1' } });
    const { did } = first.body as Enrolled;
    expect((await call(url, '/api/v1/did/verify', body)).body).toEqual({ success: true, did, error: null });
    expect((await call(url, '/api/v1/did/enroll', { ...body, timestamp: 0 })).status).toBe(409);
    const listed = await call(url, '/api/v1/wallets/addr_test1/dids');
    expect(listed.body).toMatchObject({ dids: [{ did, id_hash: null, helpers: {} }] });
  });

  it.each([
    ['no fingers', '/api/biometric/generate', enrolBody(20, { fingers: [] }), 400],
    [
      'a finger twice',
      '/api/biometric/generate',
      enrolBody(20, { fingers: [...fingersOf(1), ...fingersOf(2)] }),
      400,
    ],
    ['no wallet', '/api/biometric/generate', { fingers: fingersOf(20) }, 422],
    [
      'text for a coordinate',
      '/api/biometric/generate',
      enrolBody(20, { fingers: [{ finger_id: 'a', minutiae: [['1', 2, 3]] }] }),
      422,
    ],
    [
      'two coordinates',
      '/api/biometric/generate',
      enrolBody(20, { fingers: [{ finger_id: 'a', minutiae: [[1, 2]] }] }),
      422,
    ],
    [
      'a coordinate beyond any finger',
      '/api/biometric/generate',
      enrolBody(20, { fingers: [{ finger_id: 'a', minutiae: [[1e300, 2, 3]] }] }),
      422,
    ],
    ['an unknown storage', '/api/biometric/generate', enrolBody(20, { storage: 'cloud' }), 422],
    ['no helpers', '/api/biometric/verify', { fingers: fingersOf(1), expected_id_hash: 'x' }, 422],
    [
      'a helper that is none',
      '/api/biometric/verify',
      { fingers: fingersOf(1), helpers: { a: 1 }, expected_id_hash: 'x' },
      422,
    ],
    ['an empty batch', '/api/biometric/verify/batch', { requests: [] }, 422],
    ['no timestamp', '/api/v1/did/enroll', { wallet_address: 'a', biometric_hash: 'b' }, 422],
    ['no JSON', '/api/v1/did/enroll', '{"wallet_address":', 400],
    ['a prototype', '/api/v1/did/enroll', '{"__proto__":{"wallet_address":"a"}}', 400],
    ['no such route', '/api/v2/did', {}, 404],
  ])('answers %s without falling over', async (_what, path, body, status) => {
    const answer = await call(url, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty('detail');
    expect((await call(url, '/health')).body).toEqual({
      status: 'healthy',
      service: 'biometric-did-api',
      version: expect.any(String),
      store: 'memory',
    });
  });

  it('tells Prometheus what it answered, by route', async () => {
    await call(url, '/health');
    const { body } = await call(url, '/metrics');
    const text = String(body);
    expect(text).toMatch(/^http_requests_total\{method="GET",endpoint="\/health",status="200"\} [1-9]/m);
    expect(text).toMatch(
      /^http_request_duration_seconds_bucket\{le="\+Inf",method="POST",endpoint="\/api\/biometric\/verify"\} \d/m,
    );
    expect(text).toMatch(/^did_server_start_seconds \d/m);
    expect(text).not.toContain('endpoint="/metrics"');
  });
});

describe('switches', () => {
  it('the batch endpoint is not there when it is off', async () => {
    const url = await serving({ endpointBatch: 'off' });
    expect((await call(url, '/api/biometric/verify/batch', { requests: [] })).status).toBe(404);
  });

  it('an LRU cache answers the second verification', async () => {
    const url = await serving({ cache: 'lru' });
    const { helpers, id_hash } = await enrolled(url, 1);
    for (let i = 0; i < 3; i++) {
      await call(url, '/api/biometric/verify', { fingers: fingersOf(1), helpers, expected_id_hash: id_hash });
    }
    const { body } = await call(url, '/metrics');
    expect(String(body)).toContain('did_cache_lookups_total{result="hit"} 2');
    expect(String(body)).toContain('did_cache_lookups_total{result="miss"} 1');
  });

  it('compresses from its threshold on, for clients that take gzip', async () => {
    const url = await serving({ gzip: 1000 });
    await enrolled(url, 1);
    const path = '/api/v1/wallets/addr_test1_1/dids';
    const large = await call(url, path, undefined, { 'accept-encoding': 'gzip' });
    expect(large.headers.get('content-encoding')).toBe('gzip');
    expect(large.body).toMatchObject({ dids: [{ id_hash: expect.any(String) }] });
    const plain = await call(url, path, undefined, { 'accept-encoding': 'gzip;q=0, br' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('vary')).toBe('accept-encoding');
    expect(plain.body).toEqual(large.body);
    const small = await call(url, '/health', undefined, { 'accept-encoding': 'gzip' });
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('remembers what is enrolled in an array as well as in a set', async () => {
    const url = await serving({ membership: 'array', fill: 10 });
    await enrolled(url, 1);
    expect((await call(url, '/api/biometric/generate', enrolBody(1))).status).toBe(409);
  });

  it('hashing on worker threads gives helpers that verify', async () => {
    const url = await serving({ hashing: 'pool' });
    const { helpers, id_hash } = await enrolled(url, 1);
    const body = { fingers: fingersOf(1), helpers, expected_id_hash: id_hash };
    expect((await call(url, '/api/biometric/verify', body)).body).toMatchObject({ success: true });
  });

  it('limits the rate of each caller', async () => {
    const url = await serving({ rateLimit: 2 });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await call(url, '/health')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await call(url, '/health', undefined, { 'x-api-key': 'somebody else' })).status).toBe(200);
  });

  it('loads everything at the start when told to, and serves', async () => {
    const url = await serving({ imports: 'eager' });
    expect((await call(url, '/health')).status).toBe(200);
  });

  it('names the network in the DID', async () => {
    const url = await serving({ network: 'mainnet' });
    expect((await enrolled(url, 1)).did).toMatch(/^did:cardano:mainnet:/);
  });
});

describe('a server that wants to know its callers', () => {
  const apiKey = 'k'.repeat(32);

  it('takes the key or a token got for it, and nothing else', async () => {
    const url = await serving({ apiKey });
    const body = { wallet_address: 'a', biometric_hash: 'b', timestamp: 1 };
    const verify = async (headers: Record<string, string>) =>
      (await call(url, '/api/v1/did/verify', body, headers)).status;
    const { status, body: token } = await call(url, '/auth/token', { api_key: apiKey });
    expect({ status, token }).toEqual({
      status: 200,
      token: { access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 },
    });
    const { access_token } = token as { access_token: string };
    expect(await verify({ 'x-api-key': apiKey })).toBe(200);
    expect(await verify({ authorization: `Bearer ${access_token}` })).toBe(200);
    const refused = [
      {},
      { 'x-api-key': 'wrong' },
      { authorization: 'Bearer nonsense' },
      { authorization: `Bearer ${access_token}x` },
      { authorization: `Basic ${access_token}` },
    ];
    for (const headers of refused) expect(await verify(headers as Record<string, string>)).toBe(401);
    expect((await call(url, '/auth/token', { api_key: 'wrong' })).status).toBe(401);
    expect((await call(url, '/health')).status).toBe(200);
  });

  it('takes no token signed by another server', async () => {
    const [a, b] = [await serving({ apiKey }), await serving({ apiKey, tokenSecret: 'other' })];
    const { access_token } = (await call(a, '/auth/token', { api_key: apiKey })).body as {
      access_token: string;
    };
    const { status } = await call(b, '/api/v1/wallets/x/dids', undefined, {
      authorization: `Bearer ${access_token}`,
    });
    expect(status).toBe(401);
  });
});

describe('starting', () => {
  it('says which port is in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    await expect(startDidServer({ ...quick, port })).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: expect.stringContaining(`127.0.0.1:${port}: the port is in use`),
    });
    blocker.close();
  });

  it.each([
    [{ cache: 'redis' as const }, 'ERR_TARGET_FLAG'],
    [{ databaseUrl: 'postgres://127.0.0.1:1/x' }, 'ERR_TARGET_FLAG'],
    [{ cache: 'redis' as const, redisUrl: 'redis://127.0.0.1:1' }, 'ERR_REDIS_UNREACHABLE'],
  ])('refuses %j', async (options, code) => {
    await expect(startDidServer({ ...quick, ...options })).rejects.toMatchObject({ code });
  });
});
