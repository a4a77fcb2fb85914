import { status } from '@grpc/grpc-js';
import { GetUserRequest } from '../../generated/user_service.js';
import { frameMessage, GRPC_WEB_CONTENT_TYPE, readFrames } from '../grpc-web/frames.js';
import type { HttpExchange } from '../operation/dialect.js';
import type { Server } from '../server.js';

/** A plain question to a server, and what it may answer. */
export interface Question {
  readonly exchange: HttpExchange;
  /** What is wrong with an answer of status 200 to 299, or null. */
  problemWith(body: Buffer): string | null;
}

/** What to ask a server that speaks HTTP, in turn until one is answered. */
export function questionsFor({ protocol, path }: Server, userId: number): readonly Question[] {
  switch (protocol) {
    case 'graphql':
      return [graphqlQuestion(path === '' ? '/graphql' : path)];
    case 'grpc-web':
      return [grpcWebQuestion(path, userId)];
    default:
      return [`${path}/health`, `${path}/api/users/${userId}`].map(getQuestion);
  }
}

function getQuestion(path: string): Question {
  return { exchange: { method: 'GET', path, headers: [], body: null }, problemWith: () => null };
}

function graphqlQuestion(path: string): Question {
  return {
    exchange: {
      method: 'POST',
      path,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify({ query: '{ __typename }' }),
    },
    problemWith: (body) => (body.includes('"__typename"') ? null : 'no GraphQL answer'),
  };
}

function grpcWebQuestion(path: string, userId: number): Question {
  const message = GetUserRequest.encode({ userId }).finish();
  return {
    exchange: {
      method: 'POST',
      path: `${path}/api.performance.UserService/GetUser`,
      headers: [['content-type', GRPC_WEB_CONTENT_TYPE]],
      body: frameMessage(message),
    },
    problemWith(body) {
      const code = readFrames(body)?.status?.code;
      if (code === status.OK || code === status.NOT_FOUND) return null;
      return code === undefined ? 'no gRPC-Web answer' : (status[code] ?? `status ${code}`);
    },
  };
}
