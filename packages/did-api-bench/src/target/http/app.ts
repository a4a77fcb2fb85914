import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { ApiError } from '../errors.js';
import type { Tracer } from '../tracing/tracer.js';

/** A benchmark keeps its connections while others have their turn, which can take minutes. */
const KEEP_ALIVE_MS = 10 * 60 * 1000;
/** A batch of a hundred verifications with ten fingers each. */
const BODY_LIMIT_BYTES = 8 * 2 ** 20;
const UNPROCESSABLE = 422;

/** An application without routes that answers errors as FastAPI does: `{"detail": …}`. */
export function createApp(): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    ajv: { customOptions: { coerceTypes: false } },
    frameworkErrors: (error, _request, reply) => answerError(error, reply),
  });
  app.setErrorHandler<FastifyError | ApiError>((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ detail: 'Not Found' }));
  return app;
}

function answerError(error: FastifyError | ApiError, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) return reply.code(error.statusCode).send({ detail: error.detail });
  if (error.validation !== undefined) {
    const detail = error.validation.map(({ instancePath, message }) => ({
      loc: [error.validationContext ?? 'body', ...instancePath.split('/').slice(1)],
      msg: message ?? 'invalid',
    }));
    return reply.code(UNPROCESSABLE).send({ detail });
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) process.stderr.write(`${error.stack ?? error.message}\n`);
  return reply.code(status).send({ detail: status >= 500 ? 'Internal Server Error' : error.message });
}

/** Each caller, known by key, token or address, may make so many requests a second; others are answered 429. */
export async function addRateLimit(app: FastifyInstance, requestsPerSec: number): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: requestsPerSec,
    timeWindow: 1000,
    allowList: ({ url }) => url === '/metrics',
    keyGenerator: ({ headers, ip }) => String(headers['x-api-key'] ?? headers.authorization ?? ip),
    errorResponseBuilder: (_request, { after }) =>
      new ApiError(429, `Rate limit exceeded: try again in ${after}`),
  });
}

/** Puts every request into a span of its own, which continues the caller's trace. */
export function addTracing(app: FastifyInstance, tracer: Tracer): void {
  const endings = new WeakMap<object, (statusCode: number) => void>();
  app.addHook('onRequest', (request, _reply, done) => {
    const name = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    endings.set(request, tracer.request(name, request.headers, done));
  });
  app.addHook('onResponse', async (request, reply) => endings.get(request)?.(reply.statusCode));
}
