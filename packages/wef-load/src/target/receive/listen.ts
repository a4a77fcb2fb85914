import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BenchwrightError } from '@benchwright/result-schema';

/** A port could not be listened on. */
class ListenError extends BenchwrightError {}

/** Listens, and returns the port. Throws ListenError, ERR_PORT_IN_USE or ERR_LISTEN_FAILED. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const inUse = error.code === 'EADDRINUSE';
      const code = inUse ? 'ERR_PORT_IN_USE' : 'ERR_LISTEN_FAILED';
      const why = inUse
        ? `port ${port} of ${host} is in use`
        : `cannot listen on port ${port} of ${host}: ${error.message}`;
      reject(new ListenError(code, why, { hint: 'Choose another port, or 0 for a free one.', cause: error }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
