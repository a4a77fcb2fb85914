import type { FastifyInstance, FastifyReply } from 'fastify';
import type { NewUser } from '../data/model.js';
import { bulkProblem, newUserProblem, queryProblem, userIdProblem } from '../data/user-rules.js';
import type { UsersStore } from '../data/users-store.js';
import { createJsonApp, createJsonAppOverHttp2 } from './json-app.js';
import {
  errorSchema,
  newUserSchema,
  newUsersSchema,
  ordersSchema,
  userPageSchema,
  userSchema,
  usersSchema,
} from './rest-schemas.js';

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
 * The REST side of the users API on fastify, its answers written by compiled serialisers. Not yet listening.
 *
 * @param http2 serves HTTP/2 without TLS in place of HTTP/1.1; the application is the same
 */
export function createRestServer(store: UsersStore, { http2 = false } = {}): FastifyInstance {
  const app = http2 ? createJsonAppOverHttp2() : createJsonApp();
  addReadRoutes(app, store);
  addWriteRoutes(app, store);
  return app;
}
