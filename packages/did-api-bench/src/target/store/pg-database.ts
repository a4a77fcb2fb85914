import pg from 'pg';
import { DidServerError } from '../errors.js';
import type { Database } from './database.js';
import { checkedSchema } from './migrations.js';

/**
 * A PostgreSQL behind a pool of connections. Statements are prepared once for each connection.
 *
 * @throws DidServerError ERR_DATABASE when it cannot be reached
 */
export async function openPostgres(url: string, poolSize: number, schema: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'benchwright-did',
    // Names that do not exist yet are allowed in a search path; the migration makes this one.
    options: `-c search_path=${checkedSchema(schema)}`,
  });
  // An idle connection that is lost would end the process; the next statement says it to who waits for it.
  pool.on('error', () => {});
  await pool.query('SELECT 1').catch(async (cause: unknown) => {
    await pool.end();
    throw unreachable(url, cause);
  });
  const names = new Map<string, string>();
  const nameOf = (sql: string): string => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = `did${names.size}`;
    names.set(sql, name);
    return name;
  };
  return {
    kind: 'postgres',
    query: async (sql, params = []) => {
      const { rows } = await pool.query({ name: nameOf(sql), text: sql, values: [...params] });
      return rows;
    },
    // Without parameters the protocol is the simple one, in which several statements are one transaction.
    script: async (sql) => {
      await pool.query(sql);
    },
    close: () => pool.end(),
  };
}

function unreachable(url: string, cause: unknown): DidServerError {
  const message = `PostgreSQL at ${whereOf(url)} cannot be used: ${reasonOf(cause)}. Check --database-url (DATABASE_URL), or leave it out for the embedded database.`;
  return new DidServerError('ERR_DATABASE', message, { cause });
}

/** Host and database only: the rest holds a password. */
function whereOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'the address given';
  }
}

/** A connection tried over several addresses fails with an error for each, and an empty message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
