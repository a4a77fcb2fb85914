import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { NewUser } from '../data/model.js';
import {
  bulkProblem,
  MAX_REQUEST_BYTES,
  newUserProblem,
  queryProblem,
  userIdProblem,
} from '../data/user-rules.js';
import type { UsersStore } from '../data/users-store.js';
import {
  errorSchema,
  healthSchema,
  newUserSchema,
  newUsersSchema,
  ordersSchema,
  userPageSchema,
  userSchema,
  usersSchema,
} from './rest-schemas.js';

// A benchmark keeps its connections while the other protocol has its round, which can take minutes.
const KEEP_ALIVE_MS = 10 * 60 * 1000;

// Sixteen digits reach beyond the safe integers, whose check then refuses what was rounded.
const INTEGER = /^-?\d{1,16}$/;

/** A query parameter: a list if it was given more than once. */
type Parameter = string | string[];

/** The number written in a path or query, or NaN. */
function readInteger(text: Parameter): number {
  return typeof text === 'string' && INTEGER.test(text) ? Number(text) : Number.NaN;
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send({ error: 'INVALID_ARGUMENT', message });
}

/** What fastify itself objects to: a body that is no JSON, of another shape or too long, a path that cannot be decoded. */
function answerError(error: FastifyError, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const name = status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL';
  return reply.code(status).send({ error: name, message: error.message });
}

function userNotFound(reply: FastifyReply, id: number): FastifyReply {
  return reply.code(404).send({ error: 'NOT_FOUND', message: `there is no user ${id}` });
}

function addReadRoutes(app: FastifyInstance, store: UsersStore): void {
  app.get<{ Params: { id: string } }>('/api/users/:id', respondingWith(userSchema), (request, reply) => {
    const id = readInteger(request.params.id);
    const problem = userIdProblem(id);
    if (problem !== undefined) return refuse(reply, problem);
    const user = store.getUser(id);
    return user === undefined ? userNotFound(reply, id) : reply.send(user);
  });

  app.get<{ Params: { id: string } }>(
    '/api/users/:id/orders',
    respondingWith(ordersSchema),
    (request, reply) => {
      const id = readInteger(request.params.id);
      const problem = userIdProblem(id);
      if (problem !== undefined) return refuse(reply, problem);
      const orders = store.getUserOrders(id);
      return orders === undefined ? userNotFound(reply, id) : reply.send(orders);
    },
  );

  app.get<{ Querystring: { page?: Parameter; size?: Parameter } }>(
    '/api/users',
    respondingWith(userPageSchema),
    (request, reply) => {
      const page = readInteger(request.query.page ?? '0');
      const size = readInteger(request.query.size ?? '0');
      if (Number.isNaN(page) || Number.isNaN(size)) return refuse(reply, 'page and size must be integers');
      return reply.send(store.listUsers(page, size));
    },
  );

  app.get<{ Querystring: { query?: Parameter; limit?: Parameter } }>(
    '/api/users/search',
    respondingWith(usersSchema),
    (request, reply) => {
      const query = request.query.query ?? '';
      if (typeof query !== 'string') return refuse(reply, 'query must be given once');
      const limit = readInteger(request.query.limit ?? '0');
      const problem = Number.isNaN(limit) ? 'limit must be an integer' : queryProblem(query);
      return problem === undefined ? reply.send(store.searchUsers(query, limit)) : refuse(reply, problem);
    },
  );
}

function addWriteRoutes(app: FastifyInstance, store: UsersStore): void {
  app.post<{ Body: NewUser }>('/api/users', taking(newUserSchema, userSchema), (request, reply) => {
    const problem = newUserProblem(request.body);
    if (problem !== undefined) return refuse(reply, problem);
    return reply.code(201).send(store.createUser(request.body));
  });

  app.post<{ Body: NewUser[] }>('/api/users/bulk', taking(newUsersSchema, usersSchema), (request, reply) => {
    const problem = bulkProblem(request.body);
    if (problem !== undefined) return refuse(reply, problem);
    return reply.code(201).send(store.bulkCreate(request.body));
  });
}

function respondingWith(answer: object) {
  return { schema: { response: { '2xx': answer, '4xx': errorSchema } } };
}

function taking(body: object, answer: object) {
  return { schema: { body, response: { '2xx': answer, '4xx': errorSchema } } };
}

/**
 * The REST side of the users API on fastify, set up as a careful user would for speed: compiled serialisers, no
 * logging, connections that are never closed for having served enough. Not yet listening.
 */
export function createRestServer(store: UsersStore): FastifyInstance {
  const app = Fastify({
    bodyLimit: MAX_REQUEST_BYTES,
    exposeHeadRoutes: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A body says what it means: the number 5 is no username.
    ajv: { customOptions: { coerceTypes: false } },
    // On close, requests already on a connection are still answered and idle connections are closed at once.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, _request, reply) => answerError(error, reply),
  });
  app.setErrorHandler<FastifyError>((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ error: 'NOT_FOUND', message: `there is no route ${request.method} ${request.url}` }),
  );
  app.get('/health', respondingWith(healthSchema), (_request, reply) => reply.send({ status: 'UP' }));
  addReadRoutes(app, store);
  addWriteRoutes(app, store);
  return app;
}
