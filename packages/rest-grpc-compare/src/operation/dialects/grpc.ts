import { status } from '@grpc/grpc-js';
import { frameMessage, GRPC_WEB_CONTENT_TYPE, readFrames } from '../../grpc-web/frames.js';
import type { ApiCall } from '../api-call.js';
import type { Dialect } from '../dialect.js';
import { judged } from './judged.js';

/** gRPC: bodies are messages; framing, status and deadline are the client's affair. */
export function grpcDialect(call: ApiCall): Dialect {
  return {
    call,
    exchangeFor: (number) => ({
      method: 'POST',
      path: call.rpc,
      headers: [],
      body: call.requestFor(number).grpc(),
    }),
    judge: (body, number) => judged(() => (isRight(call, body, number) ? null : 'WRONG_ANSWER')),
    payloadBytes: (body) => body.length,
  };
}

const HEADERS = [
  ['accept', GRPC_WEB_CONTENT_TYPE],
  ['content-type', GRPC_WEB_CONTENT_TYPE],
  ['x-grpc-web', '1'],
] as const;

/**
 * gRPC-Web in binary form: the same messages in frames within an HTTP body, the status in its last one. The payload is
 * the message alone, as it is for gRPC.
 */
export function grpcWebDialect(call: ApiCall, prefix: string): Dialect {
  return {
    call,
    exchangeFor: (number) => ({
      method: 'POST',
      path: prefix + call.rpc,
      headers: HEADERS,
      body: frameMessage(call.requestFor(number).grpc()),
    }),
    judge: (body, number) => judged(() => wrongWith(call, body, number)),
    payloadBytes: (body) => readFrames(body)?.message?.length ?? 0,
  };
}

function wrongWith(call: ApiCall, body: Buffer, number: number): string | null {
  // A proxy that answers with the status alone writes it among the headers, which no client here looks at.
  if (body.length === 0) return 'GRPC_UNKNOWN';
  const answer = readFrames(body);
  if (answer === null) return 'PROTOCOL';
  if (answer.status === null) return 'GRPC_UNKNOWN';
  const { code } = answer.status;
  if (code !== status.OK) return `GRPC_${status[code] ?? 'UNKNOWN'}`;
  // An OK without the message that it promises.
  if (answer.message === null) return 'PROTOCOL';
  return isRight(call, answer.message, number) ? null : 'WRONG_ANSWER';
}

function isRight(call: ApiCall, message: Uint8Array, number: number): boolean {
  return call.requestFor(number).accepts(call.decode(message));
}
