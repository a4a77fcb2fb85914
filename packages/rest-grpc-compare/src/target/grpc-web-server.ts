import { type MethodDefinition, status } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
import type { UsersStore } from '../data/users-store.js';
import {
  frameAnswer,
  GRPC_WEB_CONTENT_TYPE,
  type GrpcWebStatus,
  readFrames,
  trailersOf,
} from '../grpc-web/frames.js';
import { createJsonApp } from './json-app.js';
import { createUserService, isRefusal, type UserServiceCall } from './user-service.js';
import { userServiceDefinition } from './user-service-definition.js';

const CONTENT_TYPES = [GRPC_WEB_CONTENT_TYPE, 'application/grpc-web'];

/**
 * The users API in gRPC-Web over HTTP/1.1, as the proxies before gRPC servers offer it: binary form, unary calls. The
 * RPCs, the generated code and its one writer are those of the gRPC server, and the HTTP server is that of REST, so that
 * what differs from either is the framing; a library with a protobuf of its own would be compared with that instead.
 * Not yet listening.
 */
export function createGrpcWebServer(store: UsersStore): FastifyInstance {
  const app = createJsonApp();
  app.addContentTypeParser(CONTENT_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const service = createUserService(store);
  const definition = userServiceDefinition;
  addCall(app, definition.getUser, service.getUser);
  addCall(app, definition.listUsers, service.listUsers);
  addCall(app, definition.createUser, service.createUser);
  addCall(app, definition.getUserOrders, service.getUserOrders);
  addCall(app, definition.searchUsers, service.searchUsers);
  addCall(app, definition.bulkCreateUsers, service.bulkCreateUsers);
  return app;
}

function addCall<Request, Response extends object>(
  app: FastifyInstance,
  { path, requestDeserialize, responseSerialize }: MethodDefinition<Request, Response>,
  call: UserServiceCall<Request, Response>,
): void {
  const answerTo = (body: unknown): Buffer => {
    const frames = Buffer.isBuffer(body) ? readFrames(body) : null;
    if (frames?.message == null) return trailersOf(NOT_ONE_MESSAGE);
    const answer = call(requestDeserialize(asBuffer(frames.message)));
    return isRefusal(answer) ? trailersOf(answer) : frameAnswer(responseSerialize(answer));
  };
  app.post(path, (request, reply) =>
    reply.type(GRPC_WEB_CONTENT_TYPE).send(answered(answerTo, request.body)),
  );
}

const NOT_ONE_MESSAGE: GrpcWebStatus = {
  code: status.INTERNAL,
  details: 'the request must be one uncompressed message in its frame',
};

/** gRPC says by status, not by HTTP, that a message could not be read. */
function answered(answerTo: (body: unknown) => Buffer, body: unknown): Buffer {
  try {
    return answerTo(body);
  } catch (error) {
    return trailersOf({
      code: status.INTERNAL,
      details: error instanceof Error ? error.message : String(error),
    });
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
