import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3ServerError } from '../errors/s3-server-error.js';

/** Listens, and returns the port. Throws S3ServerError ERR_PORT_IN_USE, ERR_LISTEN_FAILED. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        new S3ServerError(
          inUse ? 'ERR_PORT_IN_USE' : 'ERR_LISTEN_FAILED',
          inUse
            ? `Port ${port} of ${host} is in use: choose another, or 0 for a free one.`
            : `Cannot listen on port ${port} of ${host}: ${error.message}`,
          { cause: error },
        ),
      );
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
