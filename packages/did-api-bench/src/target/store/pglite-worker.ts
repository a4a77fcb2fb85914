// The thread of the embedded database: PGlite computes where it is called, so that a query would hold up the server's event loop.
import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { type PgliteReply, type PgliteRequest, READY_ID } from './pglite-messages.js';

const port = parentPort;
if (port === null)
  throw new Error('this module is the thread of the embedded database; start it as a Worker');

const reply = (message: PgliteReply): void => port.postMessage(message);
const problem = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const database = new PGlite();
database.waitReady.then(
  () => reply({ id: READY_ID, rows: [] }),
  (error) => reply({ id: READY_ID, error: problem(error) }),
);

port.on('message', async ({ id, sql, params }: PgliteRequest) => {
  try {
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
