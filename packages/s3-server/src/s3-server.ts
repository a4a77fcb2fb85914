import { generateCredentials, type S3Credentials } from './auth/credentials.js';
import { SigningKeys } from './auth/signing-keys.js';
import { HashThreads } from './body/hash-threads.js';
import { createFaults } from './fault/faults.js';
import { RequestIds } from './http/request-ids.js';
import { operations } from './operations/find-operation.js';
import { createStore } from './server/create-store.js';
import { createHttpServer } from './server/http-server.js';
import { listen } from './server/listen.js';
import { checkServerOptions, type S3ServerOptions } from './server/server-options.js';

/** A running server. */
export interface S3Server {
  /** `http://127.0.0.1:9000` */
  readonly endpoint: string;
  readonly port: number;
  /** The first of those it accepts; those it made up where none were given. */
  readonly credentials: S3Credentials;
  readonly region: string;
  /** Ends every connection, and fulfils its promise when nothing is being written any more. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts an S3 server.
 *
 * @throws S3ServerError ERR_PORT_IN_USE, ERR_LISTEN_FAILED, ERR_S3_SERVER_CONFIG; FaultConfigError (ERR_S3_FAULT_CONFIG); StoreFolderError
 * (ERR_S3_STORE_FOLDER).
 */
export async function createS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { credentials, host, region, buckets, domains, now, etag, port, storage } =
    checkServerOptions(options);
  const accepted = credentials.length > 0 ? credentials : [generateCredentials()];
  const faults = options.faults && createFaults(options.faults, new Set(Object.keys(operations)));
  const store = createStore(storage);
  const hashes = new HashThreads(options.hashThreads);
  const http = createHttpServer({
    gate: {
      credentials: new Map(accepted.map((pair) => [pair.accessKeyId, pair])),
      keys: new SigningKeys(),
      region: options.region,
      now,
    },
    service: { store, newHash: hashes.create, etag, region, now },
    ids: new RequestIds(),
    domains,
    faults,
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await http.close();
    await hashes.close();
    await store.close();
  };
  try {
    for (const name of buckets) if (!store.hasBucket(name)) await store.createBucket(name, now());
    const bound = await listen(http.server, port, host);
    return {
      endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
      port: bound,
      credentials: accepted[0]!,
      region,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
