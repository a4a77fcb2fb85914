import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerClientError } from './client-error.js';
import { type RequestServer, serveRequest } from './serve-request.js';

/** An HTTP server, and how to end it. */
export interface HttpServer {
  readonly server: Server;
  /** Stops listening, ends every connection, and waits until no request is being worked on. */
  close(): Promise<void>;
}

/** Makes the HTTP server of an S3 server; it does not listen yet. */
export function createHttpServer(requestServer: RequestServer): HttpServer {
  const underWay = new Set<Promise<void>>();
  const serve = (message: IncomingMessage, response: ServerResponse, waiting: boolean): void => {
    const served = serveRequest(requestServer, message, response, waiting)
      // Nothing foreseen gets here; a fault in one request must not end the process that serves the others.
      .catch(() => void response.destroy())
      .finally(() => underWay.delete(served));
    underWay.add(served);
  };
  const server = createServer({
    // Uploads may take their time; a head may not (headersTimeout).
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
    noDelay: true,
  });
  server.on('request', (message, response) => serve(message, response, false));
  server.on('checkContinue', (message, response) => serve(message, response, true));
  server.on('clientError', answerClientError);
  return {
    server,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, ...underWay]);
    },
  };
}
