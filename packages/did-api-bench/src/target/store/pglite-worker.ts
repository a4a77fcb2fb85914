// The thread of the embedded database: PGlite computes where it is called, so that a query would hold up the server's event loop.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { type PgliteReply, type PgliteRequest, READY_ID } from './pglite-messages.js';

const port = parentPort;
if (port === null)
  throw new Error('this module is the thread of the embedded database; start it as a Worker');

const reply = (message: PgliteReply): void => port.postMessage(message);
const problem = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const opening = openDatabase(String(workerData));
opening.then(
  () => reply({ id: READY_ID, rows: [] }),
  (error) => reply({ id: READY_ID, error: problem(error) }),
);

port.on('message', async ({ id, sql, params }: PgliteRequest) => {
  try {
    const database = await opening;
    if (params === null) {
      await database.transaction((transaction) => transaction.exec(sql));
      reply({ id, rows: [] });
    } else {
      const { rows } = await database.query<Record<string, unknown>>(sql, [...params]);
      reply({ id, rows });
    }
  } catch (error) {
    reply({ id, error: problem(error) });
  }
});

/** From the empty database that the build has made; where it is missing, one is initialised, which takes four times as long. */
async function openDatabase(archive: string): Promise<PGlite> {
  const packed = await readFile(new URL(archive)).catch(() => null);
  if (packed === null) return await PGlite.create();
  return await PGlite.create({ loadDataDir: new Blob([gunzipSync(packed)]) });
}
