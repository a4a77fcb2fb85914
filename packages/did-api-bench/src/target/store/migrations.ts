import { DidServerError } from '../errors.js';

/** What is searched by: only these come and go with the switch; keys are always there, because they keep duplicates out. */
const INDEXES = {
  idx_dids_id_hash: 'dids (id_hash)',
  idx_dids_wallet_address: 'dids (wallet_address)',
  idx_dids_commitment: 'dids (commitment)',
} as const;

/** Any number, but the same for all servers: those that start at the same time prepare the schema one after the other. */
const LOCK = 0x6469_6400;

const TABLES = `
CREATE TABLE IF NOT EXISTS dids (
  number bigint GENERATED ALWAYS AS IDENTITY,
  did text PRIMARY KEY,
  wallet_address text NOT NULL,
  id_hash text,
  commitment text NOT NULL,
  enrolled_at timestamptz NOT NULL,
  fingers text[] NOT NULL
);
CREATE TABLE IF NOT EXISTS helpers (
  did text NOT NULL REFERENCES dids ON DELETE CASCADE,
  finger_id text NOT NULL,
  salt_b64 text NOT NULL,
  auth_b64 text NOT NULL,
  grid_size double precision NOT NULL,
  angle_bins integer NOT NULL,
  PRIMARY KEY (did, finger_id)
);`;

/**
 * The statements that bring a schema from any state to the one wanted, in one transaction. The search path is the connection's affair.
 *
 * @throws DidServerError ERR_TARGET_FLAG for a name that is no plain identifier
 */
export function migrationScript(schema: string, index: 'on' | 'off'): string {
  const indexes = Object.entries(INDEXES).map(([name, columns]) =>
    index === 'on' ? `CREATE INDEX IF NOT EXISTS ${name} ON ${columns};` : `DROP INDEX IF EXISTS ${name};`,
  );
  return [
    `SELECT pg_advisory_xact_lock(${LOCK});`,
    `CREATE SCHEMA IF NOT EXISTS ${checkedSchema(schema)};`,
    TABLES,
    ...indexes,
  ].join('\n');
}

/** The name, if it can stand in a statement as it is. */
export function checkedSchema(schema: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  throw new DidServerError(
    'ERR_TARGET_FLAG',
    `--database-schema must be lower-case letters, digits and underscores, not "${schema}".`,
  );
}

/** Makes the enrolments of `fillerEnrolment` for the numbers 0 to `count` − 1, in the database. */
export function fillScript(count: number, perWallet: number, fingers: readonly string[]): string {
  const names = fingers.map((finger) => `'${finger}'`).join(', ');
  return `
INSERT INTO dids (did, wallet_address, id_hash, commitment, enrolled_at, fingers)
SELECT 'did:cardano:testnet:filler' || n, 'addr_filler_' || n / ${perWallet}, md5('id-' || n), md5('commitment-' || n),
       '2026-01-01T00:00:00Z', ARRAY[${names}]
FROM generate_series(0, ${count - 1}) AS n ON CONFLICT DO NOTHING;
INSERT INTO helpers (did, finger_id, salt_b64, auth_b64, grid_size, angle_bins)
SELECT 'did:cardano:testnet:filler' || n, finger, md5('salt-' || n || '-' || finger), md5('auth-' || n || '-' || finger), 0.05, 32
FROM generate_series(0, ${count - 1}) AS n, unnest(ARRAY[${names}]) AS finger ON CONFLICT DO NOTHING;
ANALYZE dids; ANALYZE helpers;`;
}
