import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeServerOptions, type DidServerOptions } from '../server-options.js';
import { type PostgresCluster, postgresPrograms, startPostgres } from '../testing/postgres-cluster.js';
import type { DidStore, Enrolment } from './did-store.js';
import { fillerEnrolment } from './filler.js';
import { openStore } from './open-store.js';

// PGlite takes seconds to start, and a cluster of PostgreSQL as long to be made.
const START_TIMEOUT_MS = 60_000;

const helper = (finger_id: string) => ({
  finger_id,
  salt_b64: `salt-${finger_id}`,
  auth_b64: `auth-${finger_id}`,
  grid_size: 0.05,
  angle_bins: 32,
});

const enrolment = (did: string, more: Partial<Enrolment> = {}): Enrolment => ({
  did,
  walletAddress: 'addr_test1',
  idHash: `hash-${did}`,
  commitment: `c-${did}`,
  enrolledAt: '2026-11-21T10:11:12.345Z',
  helpers: [helper('right_thumb'), helper('Ärger'), helper('left_thumb')],
  ...more,
});

/** As it comes back: helpers in the order of their fingers' names, by code point. */
const stored = (did: string): Enrolment =>
  enrolment(did, { helpers: [helper('left_thumb'), helper('right_thumb'), helper('Ärger')] });

/** What every store must answer alike. */
function contract(open: () => DidStore): void {
  it('keeps an enrolment once, and gives it back whole by each of its keys', async () => {
    const store = open();
    expect(await store.insert(enrolment('one'))).toBe('inserted');
    expect(await store.insert(enrolment('one', { walletAddress: 'other' }))).toBe('exists');
    const expected = stored('one');
    expect(await store.findByDid('one')).toEqual(expected);
    expect(await store.findByIdHash('hash-one')).toEqual(expected);
    expect(await store.findByCommitment('addr_test1', 'c-one')).toEqual(expected);
  });

  it('finds nothing where nothing is, and takes no text for a statement', async () => {
    const store = open();
    const odd = "x'; DROP TABLE dids; --";
    expect(await store.findByDid(odd)).toBeNull();
    expect(await store.findByIdHash(odd)).toBeNull();
    expect(await store.findByCommitment('other', 'c-one')).toBeNull();
    expect(await store.listByWallet('nobody', 5)).toEqual([]);
    expect(await store.insert(enrolment(odd))).toBe('inserted');
    expect(await store.findByDid(odd)).toEqual(stored(odd));
  });

  it('keeps an enrolment without helpers', async () => {
    const store = open();
    const plain = enrolment('plain', { walletAddress: 'guide', idHash: null, helpers: [] });
    await store.insert(plain);
    expect(await store.findByCommitment('guide', 'c-plain')).toEqual(plain);
    expect(await store.listByWallet('guide', 5)).toEqual([plain]);
  });

  it('answers for several id hashes in their order, null where there is none', async () => {
    const store = open();
    await store.insert(enrolment('b1'));
    await store.insert(enrolment('b2'));
    const found = await store.findByIdHashes(['hash-b2', 'nothing', 'hash-b1', 'hash-b2']);
    expect(found).toEqual([stored('b2'), null, stored('b1'), stored('b2')]);
    expect(await store.findByIdHashes([])).toEqual([]);
  });

  it('lists a wallet, the oldest first and no more than asked for', async () => {
    const store = open();
    for (const did of ['z', 'a', 'm']) await store.insert(enrolment(`w-${did}`, { walletAddress: 'mine' }));
    const listed = await store.listByWallet('mine', 2);
    expect(listed.map(({ did }) => did)).toEqual(['w-z', 'w-a']);
    expect(listed[0]?.helpers).toHaveLength(3);
  });

  it('of two enrolments of the same DID at the same time, keeps one', async () => {
    const store = open();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => store.insert(enrolment('race'))));
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    expect(await store.findByDid('race')).toEqual(stored('race'));
  });

  it('makes up the same enrolments as every other store, once', async () => {
    const store = open();
    const before = (await store.allDids()).length;
    await store.fill(9);
    await store.fill(9);
    expect(await store.allDids()).toHaveLength(before + 9);
    for (const number of [0, 8]) {
      expect(await store.findByIdHash(fillerEnrolment(number).idHash!)).toEqual(fillerEnrolment(number));
    }
    expect((await store.listByWallet('addr_filler_1', 10)).map(({ did }) => did)).toEqual(
      [4, 5, 6, 7].map((number) => fillerEnrolment(number).did),
    );
  });
}

/** A store that is opened before the tests of a block and closed after them. */
function opened(options: () => Partial<DidServerOptions>): () => DidStore {
  let store: DidStore | undefined;
  beforeAll(async () => {
    store = await openStore(completeServerOptions(options()));
  }, START_TIMEOUT_MS);
  afterAll(async () => await store?.close());
  return () => {
    if (store === undefined) throw new Error('the store did not open');
    return store;
  };
}

describe('in memory', () => contract(opened(() => ({ store: 'memory' }))));

describe('embedded PostgreSQL (PGlite)', () => contract(opened(() => ({ queries: 'joined' }))));

const programs = postgresPrograms();

describe.skipIf(programs === null)('PostgreSQL (apt-get install postgresql)', () => {
  let cluster: PostgresCluster | undefined;
  beforeAll(async () => {
    cluster = await startPostgres(programs!);
  }, START_TIMEOUT_MS);
  afterAll(async () => await cluster?.close());

  const at =
    (databaseSchema: string, more: Partial<DidServerOptions> = {}) =>
    () => ({
      databaseUrl: cluster!.url,
      databaseSchema,
      poolSize: 4,
      ...more,
    });

  describe('joined', () => contract(opened(at('joined'))));
  describe('N+1, without indexes', () =>
    contract(opened(at('separate', { queries: 'n-plus-one', index: 'off' }))));

  it('N+1 sends a statement for each helper, joined one in all', async () => {
    const counts = [];
    for (const queries of ['joined', 'n-plus-one'] as const) {
      const store = await openStore(completeServerOptions(at('counted', { queries })()));
      await store.insert(enrolment('counted'));
      const before = store.queryCount();
      await store.findByIdHash('hash-counted');
      counts.push(store.queryCount() - before);
      await store.close();
    }
    expect(counts).toEqual([1, 4]);
  });

  it('the switch makes and removes the indexes, and the planner uses them', async () => {
    const { openPostgres } = await import('./pg-database.js');
    const plans = [];
    for (const index of ['on', 'off', 'on'] as const) {
      const store = await openStore(completeServerOptions(at('indexed', { index })()));
      await store.fill(2000);
      const database = await openPostgres(cluster!.url, 1, 'indexed');
      const rows = await database.query(`EXPLAIN SELECT * FROM dids WHERE id_hash = 'x' ORDER BY number`);
      plans.push(rows.map((row) => String(row['QUERY PLAN'])).join('\n'));
      await database.close();
      await store.close();
    }
    expect(plans.map((plan) => /idx_dids_id_hash/.test(plan))).toEqual([true, false, true]);
    expect(plans[1]).toContain('Seq Scan on dids');
  });

  it('removes its schema at the end when told to', async () => {
    const { openPostgres } = await import('./pg-database.js');
    const store = await openStore(completeServerOptions(at('passing', { dropSchema: 'on' })()));
    await store.insert(enrolment('gone'));
    await store.close();
    const database = await openPostgres(cluster!.url, 1, 'public');
    const schemas = await database.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'passing'`);
    await database.close();
    expect(schemas).toEqual([]);
  });
});

describe('a database that cannot be used', () => {
  it('is said with its address, without its password', async () => {
    const opening = openStore(
      completeServerOptions({ databaseUrl: 'postgres://me:secret@127.0.0.1:1/none' }),
    );
    await expect(opening).rejects.toMatchObject({
      code: 'ERR_DATABASE',
      message: expect.stringMatching(
        /^PostgreSQL at 127\.0\.0\.1:1\/none cannot be used: .*ECONNREFUSED.*--database-url/,
      ),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
  });

  it('a schema that is no plain name is refused', async () => {
    const options = { databaseUrl: 'postgres://127.0.0.1:1/x', databaseSchema: 'a; DROP' };
    await expect(openStore(completeServerOptions(options))).rejects.toMatchObject({
      code: 'ERR_TARGET_FLAG',
    });
  });
});
