import type { Http2Server } from 'node:http2';
import Fastify, {
  type FastifyError,
  type FastifyHttp2Options,
  type FastifyInstance,
  type FastifyReply,
} from 'fastify';
import { MAX_REQUEST_BYTES } from '../data/user-rules.js';
import { healthSchema } from './rest-schemas.js';

// A benchmark keeps its connections while the other protocols have their round, which can take minutes.
const KEEP_ALIVE_MS = 10 * 60 * 1000;

/** What fastify itself objects to: a body that is no JSON, of another shape or too long, a path that cannot be decoded. */
function answerError(error: FastifyError, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const name = status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL';
  return reply.code(status).send({ error: name, message: error.message });
}

const OPTIONS = {
  bodyLimit: MAX_REQUEST_BYTES,
  exposeHeadRoutes: false,
  // A body says what it means: the number 5 is no username.
  ajv: { customOptions: { coerceTypes: false } },
  return503OnClosing: false,
} as const;

/**
 * An application without routes but GET /health, set up as a careful user would for speed: no logging, connections that
 * are never closed for having served enough.
 */
export function createJsonApp(): FastifyInstance {
  const app = Fastify({
    ...OPTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // On close, requests already on a connection are still answered and idle connections are closed at once.
    forceCloseConnections: 'idle',
    frameworkErrors: (error, _request, reply) => answerError(error, reply),
  });
  return prepared(app);
}

/** The same over HTTP/2 without TLS, for clients that know beforehand (h2c). */
export function createJsonAppOverHttp2(): FastifyInstance {
  const options: FastifyHttp2Options<Http2Server> = {
    ...OPTIONS,
    http2: true,
    http2SessionTimeout: KEEP_ALIVE_MS,
  };
  // Routes, hooks and replies of both are the same; only the type of the raw sockets differs, which no route here looks at.
  return prepared(Fastify(options) as unknown as FastifyInstance);
}

function prepared(app: FastifyInstance): FastifyInstance {
  app.setErrorHandler<FastifyError>((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ error: 'NOT_FOUND', message: `there is no route ${request.method} ${request.url}` }),
  );
  app.get('/health', { schema: { response: { '2xx': healthSchema } } }, (_request, reply) =>
    reply.send({ status: 'UP' }),
  );
  return app;
}
