import type { HeaderField } from '@benchwright/load-driver';
import type { ProtocolId } from '../protocols.js';
import type { ApiCall } from './api-call.js';
import { graphqlDialect } from './dialects/graphql.js';
import { grpcDialect, grpcWebDialect } from './dialects/grpc.js';
import { restDialect } from './dialects/rest.js';

/** A request as HTTP has it. For gRPC the body is the message, without its prefix. */
export interface HttpExchange {
  readonly method: 'GET' | 'POST';
  /** Path and query, as they go on the wire. */
  readonly path: string;
  readonly headers: readonly HeaderField[];
  readonly body: string | Uint8Array | null;
}

/** How one protocol says one call: the same for every client, so that all send and accept the same. */
export interface Dialect {
  readonly call: ApiCall;
  exchangeFor(number: number): HttpExchange;
  /**
   * Decodes and checks the body of a complete answer with a good status: the class of what is wrong with it, or
   * undefined. Never throws.
   */
  judge(body: Buffer, number: number): string | undefined;
  /** Bytes of payload in a right answer's body. */
  payloadBytes(body: Buffer): number;
}

/** The dialect of a protocol. `path` is that of the server's URL, without a slash at its end. */
export function dialectOf(protocol: ProtocolId, call: ApiCall, path: string): Dialect {
  switch (protocol) {
    case 'rest':
    case 'rest-h2':
      return restDialect(call, path);
    case 'graphql':
      return graphqlDialect(call, path);
    case 'grpc-web':
      return grpcWebDialect(call, path);
    case 'grpc':
      return grpcDialect(call);
  }
}
