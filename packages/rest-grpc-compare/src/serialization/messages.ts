import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  BulkCreateUsersRequest,
  BulkCreateUsersResponse,
  CreateUserRequest,
  CreateUserResponse,
  GetUserOrdersRequest,
  GetUserOrdersResponse,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  SearchUsersRequest,
  SearchUsersResponse,
} from '../../generated/user_service.js';
import { createUsersData } from '../data/users-data.js';
import { createUsersStore, type UsersStore } from '../data/users-store.js';
import { drawUserId } from '../operation/draw.js';
import { createNewUserSource } from '../operation/new-users.js';
import type { OperationName } from '../operations.js';
import {
  newUserSchema,
  newUsersSchema,
  ordersSchema,
  userPageSchema,
  userSchema,
  usersSchema,
} from '../target/rest-schemas.js';
import { graphqlRequest, graphqlResponse } from './graphql-messages.js';

/** How large the messages of an operation are: users per page, search or bulk. Of no meaning to the others. */
export interface MessageSize {
  readonly operation: OperationName;
  readonly size: number;
}

/** A message type as ts-proto generates it. */
export interface MessageType<Message> {
  encode(message: Message, writer?: BinaryWriter): BinaryWriter;
  decode(bytes: Uint8Array): Message;
}

/** One message of an operation in both forms, several instances of it, and what encodes it. */
export interface MessageSet {
  /** What protobuf encodes: objects of the generated types. */
  readonly protobuf: readonly object[];
  readonly type: MessageType<object>;
  /** What JSON encodes: bodies; null where REST puts all of it into the path. */
  readonly json: readonly unknown[] | null;
  /** What GraphQL's JSON holds: an envelope, and the same data. */
  readonly graphql: readonly unknown[];
  /** The JSON Schema that fastify compiles its serialiser from. */
  readonly schema: object | null;
}

/** Both messages of an operation. */
export interface OperationMessages {
  readonly request: MessageSet;
  readonly response: MessageSet;
}

type Plain = Omit<MessageSet, 'graphql'>;

/** So many different instances take turns: one alone would have its strings cached and its branches predicted. */
export const INSTANCES = 64;

const USER_IDS = { min: 1, max: 10_000 };
const DRAW_SEED = 20_240_115;

let store: UsersStore | undefined;

/**
 * The messages that an operation exchanges: those that the reference servers and clients really send, of the store's data. Deterministic.
 */
export function messagesOf(asked: MessageSize): OperationMessages {
  const { operation } = asked;
  const { request, response } = plainMessagesOf(asked);
  const requests = request.protobuf.map((message) => graphqlRequest(operation, { ...message }));
  const answers = (response.json ?? []).map((body) => graphqlResponse(operation, body));
  return { request: { ...request, graphql: requests }, response: { ...response, graphql: answers } };
}

function plainMessagesOf({ operation, size }: MessageSize): {
  readonly request: Plain;
  readonly response: Plain;
} {
  store ??= createUsersStore(createUsersData());
  const users = store;
  const ids = Array.from({ length: INSTANCES }, (_, i) => drawUserId(USER_IDS, DRAW_SEED, i));
  const newUser = createNewUserSource('00000000');
  const created = { createdAt: new Date(DRAW_SEED * 1e5), isActive: true };
  switch (operation) {
    case 'getUser': {
      const answers = ids.map((id) => users.getUser(id)!);
      return {
        request: inPath(
          GetUserRequest,
          ids.map((userId) => ({ userId })),
        ),
        response: messages(
          GetUserResponse,
          answers.map((user) => ({ user })),
          answers,
          userSchema,
        ),
      };
    }
    case 'listUsers': {
      const asked = ids.map((id) => ({ page: Math.floor((id - 1) / size), size }));
      const pages = asked.map(({ page }) => users.listUsers(page, size));
      return {
        request: inPath(ListUsersRequest, asked),
        response: messages(ListUsersResponse, pages, pages, userPageSchema),
      };
    }
    case 'getUserOrders': {
      const answers = ids.map((id) => users.getUserOrders(id)!);
      return {
        request: inPath(
          GetUserOrdersRequest,
          ids.map((userId) => ({ userId })),
        ),
        response: messages(
          GetUserOrdersResponse,
          answers.map((orders) => ({ orders })),
          answers,
          ordersSchema,
        ),
      };
    }
    case 'searchUsers': {
      const asked = ids.map((id) => ({ query: String(id), limit: size }));
      const answers = asked.map(({ query, limit }) => users.searchUsers(query, limit));
      return {
        request: inPath(SearchUsersRequest, asked),
        response: messages(
          SearchUsersResponse,
          answers.map((found) => ({ users: found })),
          answers,
          usersSchema,
        ),
      };
    }
    case 'createUser': {
      const sent = ids.map(newUser);
      const answers = sent.map((user, i) => ({ id: 10_001 + i, ...user, ...created }));
      return {
        request: messages(CreateUserRequest, sent, sent, newUserSchema),
        response: messages(
          CreateUserResponse,
          answers.map((user) => ({ user })),
          answers,
          userSchema,
        ),
      };
    }
    case 'bulkCreateUsers': {
      const sent = ids.map(() => Array.from({ length: size }, newUser));
      const answers = sent.map((list) => list.map((user, i) => ({ id: 10_001 + i, ...user, ...created })));
      return {
        request: messages(
          BulkCreateUsersRequest,
          sent.map((list) => ({ users: list })),
          sent,
          newUsersSchema,
        ),
        response: messages(
          BulkCreateUsersResponse,
          answers.map((list) => ({ users: list })),
          answers,
          usersSchema,
        ),
      };
    }
  }
}

function messages<Message extends object>(
  type: MessageType<Message>,
  protobuf: readonly Message[],
  json: readonly unknown[] | null,
  schema: object | null,
): Plain {
  // Sound: `type` encodes what stands in `protobuf`, and nobody gives it anything else.
  return { type: type as unknown as MessageType<object>, protobuf, json, schema };
}

/** A request that REST has no body for. */
function inPath<Message extends object>(type: MessageType<Message>, protobuf: readonly Message[]): Plain {
  return messages(type, protobuf, null, null);
}
