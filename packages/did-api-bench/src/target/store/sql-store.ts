import type { HelperData } from '../rules/model.js';
import type { Database, Row } from './database.js';
import type { DidStore, Enrolment } from './did-store.js';
import { FILLER_FINGERS, FILLER_PER_WALLET } from './filler.js';
import { checkedSchema, fillScript, migrationScript } from './migrations.js';

/** How the store works, and where. */
export interface SqlStoreOptions {
  readonly queries: 'n-plus-one' | 'joined';
  readonly index: 'on' | 'off';
  readonly databaseSchema: string;
  /** Removes the schema with all its data at the end. */
  readonly dropSchema: 'on' | 'off';
}

// One statement, so that an enrolment is there whole or not at all without a transaction over several.
const INSERT = `
WITH enrolled AS (
  INSERT INTO dids (did, wallet_address, id_hash, commitment, enrolled_at, fingers)
  VALUES ($1, $2, $3, $4, $5, $6::text[]) ON CONFLICT (did) DO NOTHING RETURNING did
), helped AS (
  INSERT INTO helpers (did, finger_id, salt_b64, auth_b64, grid_size, angle_bins)
  SELECT did, finger_id, salt_b64, auth_b64, grid_size, angle_bins
  FROM enrolled, unnest($6::text[], $7::text[], $8::text[], $9::float8[], $10::int[])
    AS given (finger_id, salt_b64, auth_b64, grid_size, angle_bins)
)
SELECT did FROM enrolled`;

const ENROLMENT = 'd.did, d.wallet_address, d.id_hash, d.commitment, d.enrolled_at';
const HELPER = 'h.finger_id, h.salt_b64, h.auth_b64, h.grid_size, h.angle_bins';

/** Statements that read enrolments by one condition. */
interface Reading {
  /** Enrolments with their helpers, a row for each helper. */
  readonly joined: string;
  /** Enrolments alone. */
  readonly alone: string;
}

function readingBy(condition: string, limit = ''): Reading {
  const found = `SELECT * FROM dids WHERE ${condition} ORDER BY number ${limit}`;
  return {
    joined: `SELECT ${ENROLMENT}, ${HELPER} FROM (${found}) d LEFT JOIN helpers h ON h.did = d.did
      ORDER BY d.number, h.finger_id COLLATE "C"`,
    alone: `SELECT ${ENROLMENT}, d.fingers FROM (${found}) d`,
  };
}

const BY_DID = readingBy('did = $1');
const BY_ID_HASH = readingBy('id_hash = $1');
const BY_ID_HASHES = readingBy('id_hash = ANY($1::text[])');
const BY_COMMITMENT = readingBy('wallet_address = $1 AND commitment = $2');
const BY_WALLET = readingBy('wallet_address = $1', 'LIMIT $2');
const HELPER_OF = `SELECT ${HELPER} FROM helpers h WHERE h.did = $1 AND h.finger_id = $2`;

/**
 * Enrolments in a PostgreSQL, embedded or not: the same statements for both. Prepares tables and indexes first.
 *
 * @throws DidServerError ERR_DATABASE, ERR_TARGET_FLAG
 */
export async function createSqlStore(database: Database, options: SqlStoreOptions): Promise<DidStore> {
  await database.script(migrationScript(options.databaseSchema, options.index));
  let queries = 0;
  const query = (sql: string, params: readonly unknown[]): Promise<readonly Row[]> => {
    queries += 1;
    return database.query(sql, params);
  };
  const joined = async ({ joined: sql }: Reading, params: readonly unknown[]) =>
    grouped(await query(sql, params));
  const read = options.queries === 'joined' ? joined : createSeparateReads(query);
  const first = async (reading: Reading, params: readonly unknown[]) =>
    (await read(reading, params))[0] ?? null;
  const findByIdHash = (idHash: string) => first(BY_ID_HASH, [idHash]);

  return {
    kind: database.kind,
    insert: async (enrolment) => {
      const rows = await query(INSERT, insertParams(enrolment));
      return rows.length > 0 ? 'inserted' : 'exists';
    },
    findByDid: (did) => first(BY_DID, [did]),
    findByIdHash,
    findByIdHashes: async (idHashes) => {
      if (options.queries === 'n-plus-one') return await Promise.all(idHashes.map(findByIdHash));
      const found = await joined(BY_ID_HASHES, [idHashes]);
      const byIdHash = new Map(found.map((enrolment) => [enrolment.idHash, enrolment]));
      return idHashes.map((idHash) => byIdHash.get(idHash) ?? null);
    },
    findByCommitment: (wallet, commitment) => first(BY_COMMITMENT, [wallet, commitment]),
    listByWallet: (wallet, limit) => read(BY_WALLET, [wallet, limit]),
    allDids: async () => (await query('SELECT did FROM dids', [])).map(({ did }) => String(did)),
    fill: (count) => database.script(fillScript(count, FILLER_PER_WALLET, FILLER_FINGERS)),
    queryCount: () => queries,
    close: async () => {
      if (options.dropSchema === 'on') {
        await database.script(`DROP SCHEMA IF EXISTS ${checkedSchema(options.databaseSchema)} CASCADE;`);
      }
      await database.close();
    },
  };
}

type Query = (sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** What an object mapper does unasked: the enrolments, and then a statement for each helper. */
function createSeparateReads(query: Query) {
  return async ({ alone }: Reading, params: readonly unknown[]): Promise<Enrolment[]> => {
    const enrolments: Enrolment[] = [];
    for (const row of await query(alone, params)) {
      const helpers: HelperData[] = [];
      for (const finger of row.fingers as string[]) {
        for (const helper of await query(HELPER_OF, [row.did, finger])) helpers.push(helperOf(helper));
      }
      enrolments.push({ ...enrolmentOf(row), helpers });
    }
    return enrolments;
  };
}

function insertParams({ did, walletAddress, idHash, commitment, enrolledAt, helpers }: Enrolment): unknown[] {
  // Sorted here, so that both ways of reading give the same order.
  const sorted = [...helpers].sort((a, b) =>
    Buffer.compare(Buffer.from(a.finger_id), Buffer.from(b.finger_id)),
  );
  return [
    did,
    walletAddress,
    idHash,
    commitment,
    enrolledAt,
    sorted.map((helper) => helper.finger_id),
    sorted.map((helper) => helper.salt_b64),
    sorted.map((helper) => helper.auth_b64),
    sorted.map((helper) => helper.grid_size),
    sorted.map((helper) => helper.angle_bins),
  ];
}

/** Enrolments of rows that are sorted by enrolment, a row for each helper. */
function grouped(rows: readonly Row[]): Enrolment[] {
  const enrolments = new Map<unknown, { enrolment: Enrolment; helpers: HelperData[] }>();
  for (const row of rows) {
    let entry = enrolments.get(row.did);
    if (entry === undefined) {
      const helpers: HelperData[] = [];
      entry = { enrolment: { ...enrolmentOf(row), helpers }, helpers };
      enrolments.set(row.did, entry);
    }
    if (row.finger_id !== null) entry.helpers.push(helperOf(row));
  }
  return [...enrolments.values()].map(({ enrolment }) => enrolment);
}

function enrolmentOf(row: Row): Omit<Enrolment, 'helpers'> {
  return {
    did: String(row.did),
    walletAddress: String(row.wallet_address),
    idHash: row.id_hash === null ? null : String(row.id_hash),
    commitment: String(row.commitment),
    enrolledAt: (row.enrolled_at as Date).toISOString(),
  };
}

function helperOf(row: Row): HelperData {
  return {
    finger_id: String(row.finger_id),
    salt_b64: String(row.salt_b64),
    auth_b64: String(row.auth_b64),
    grid_size: Number(row.grid_size),
    angle_bins: Number(row.angle_bins),
  };
}
