import { isProtocolId, type ProtocolId } from './protocols.js';

/** How requests are made: by the raw transports, or by what an application would use. */
export const CLIENT_KINDS = ['raw', 'sdk'] as const;

/** One way to make requests. */
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** One side of a comparison: a protocol, seen through a client. */
export interface Contender {
  readonly protocol: ProtocolId;
  readonly client: ClientKind;
}

const UNDICI = 'undici 7.30.2';
const GRPC_JS = '@grpc/grpc-js 1.14.7';
const RAW_HTTP1 = 'raw HTTP/1.1';
const RAW_HTTP2 = 'raw HTTP/2';

/**
 * What requests go through: part of what is measured, so part of every cell's factors. The versions of libraries are
 * pinned in the manifest; a test holds these texts against it.
 */
export const CLIENTS: Readonly<Record<ClientKind, Readonly<Record<ProtocolId, string>>>> = {
  raw: {
    rest: RAW_HTTP1,
    grpc: RAW_HTTP2,
    graphql: RAW_HTTP1,
    'rest-h2': RAW_HTTP2,
    'grpc-web': RAW_HTTP1,
  },
  sdk: { rest: UNDICI, grpc: GRPC_JS, graphql: UNDICI, 'rest-h2': 'node:http2', 'grpc-web': UNDICI },
};

/** What each kind of client shows, in a few words. */
export const CLIENT_MEANINGS: Readonly<Record<ClientKind, string>> = {
  raw: 'what the server does',
  sdk: 'what an application sees',
};

/** The id of a contender's cell. */
export function cellIdOf({ protocol, client }: Contender): string {
  return `${protocol}-${client}`;
}

/**
 * The contender that a cell is of, by its factors; null when it is none of this suite. Results from before there was a
 * choice of clients had the library alone.
 */
export function contenderOf(cell: { readonly factors: Readonly<Record<string, unknown>> }): Contender | null {
  const { protocol, client } = cell.factors;
  if (typeof protocol !== 'string' || !isProtocolId(protocol)) return null;
  return { protocol, client: client === 'raw' ? 'raw' : 'sdk' };
}
