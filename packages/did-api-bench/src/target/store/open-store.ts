import type { DidServerOptions } from '../server-options.js';
import type { DidStore } from './did-store.js';
import { createMemoryStore } from './memory-store.js';

/**
 * Opens the store that the options name. Drivers of databases are loaded only when they are used.
 *
 * @throws DidServerError ERR_DATABASE when the database cannot be opened or prepared
 */
export async function openStore(options: DidServerOptions): Promise<DidStore> {
  if (options.store === 'memory') return createMemoryStore();
  const { createSqlStore } = await import('./sql-store.js');
  if (options.databaseUrl === undefined) {
    const { openPglite } = await import('./pglite-database.js');
    return await createSqlStore(await openPglite(options.databaseSchema), options);
  }
  const { openPostgres } = await import('./pg-database.js');
  return await createSqlStore(
    await openPostgres(options.databaseUrl, options.poolSize, options.databaseSchema),
    options,
  );
}
