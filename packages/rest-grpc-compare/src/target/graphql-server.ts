import type { FastifyInstance } from 'fastify';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import mercurius, { type IResolvers } from 'mercurius';
import type { NewUser } from '../data/model.js';
import { bulkProblem, newUserProblem, queryProblem, userIdProblem } from '../data/user-rules.js';
import type { UsersStore } from '../data/users-store.js';
import { usersGraphqlSchema } from './graphql-schema.js';
import { createJsonApp } from './json-app.js';

/** Queries that come again this often are compiled; graphql-js interprets the others. */
const COMPILE_AFTER = 1;

const INTEGER = /^\d{1,16}$/;

const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'ISO 8601, UTC',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
});

function require(problem: string | undefined): void {
  if (problem !== undefined) throw new GraphQLError(problem, { extensions: { code: 'INVALID_ARGUMENT' } });
}

/** The number that an ID stands for. */
function userIdOf(text: string): number {
  const id = INTEGER.test(text) ? Number(text) : Number.NaN;
  require(userIdProblem(id));
  return id;
}

function resolversOn(store: UsersStore): IResolvers {
  return {
    DateTime: dateTime,
    Query: {
      user: (_root: unknown, { id }: { id: string }) => store.getUser(userIdOf(id)) ?? null,
      listUsers: (_root: unknown, { page, size }: { page: number; size: number }) =>
        store.listUsers(page, size),
      userOrders: (_root: unknown, { userId }: { userId: string }) =>
        store.getUserOrders(userIdOf(userId)) ?? null,
      searchUsers: (_root: unknown, { query, limit }: { query: string; limit: number }) => {
        require(queryProblem(query));
        return store.searchUsers(query, limit);
      },
    },
    Mutation: {
      createUser: (_root: unknown, { input }: { input: NewUser }) => {
        require(newUserProblem(input));
        return store.createUser(input);
      },
      bulkCreateUsers: (_root: unknown, { inputs }: { inputs: NewUser[] }) => {
        require(bulkProblem(inputs));
        return store.bulkCreate(inputs);
      },
    },
  };
}

/**
 * The GraphQL side of the users API: mercurius on the same fastify as REST, so that what differs between the two is
 * GraphQL. Set up as a careful user would for speed: queries parsed once and compiled (graphql-jit). Not yet listening.
 */
export function createGraphqlServer(store: UsersStore): FastifyInstance {
  const app = createJsonApp();
  app.register(mercurius, {
    schema: usersGraphqlSchema,
    resolvers: resolversOn(store),
    path: '/graphql',
    jit: COMPILE_AFTER,
    graphiql: false,
  });
  return app;
}
