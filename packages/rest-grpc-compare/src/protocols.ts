/** The protocols that can be compared, in the order of tables. The first of those that a run compares is its baseline. */
export const PROTOCOLS = ['rest', 'grpc', 'graphql', 'rest-h2', 'grpc-web'] as const;

/** One way to carry the calls of the users API. */
export type ProtocolId = (typeof PROTOCOLS)[number];

/** A protocol's name as people write it. */
export type ProtocolLabel = 'REST' | 'gRPC' | 'GraphQL' | 'REST/2' | 'gRPC-Web';

/** How each protocol is called in tables and texts. */
export const PROTOCOL_LABELS: Readonly<Record<ProtocolId, ProtocolLabel>> = {
  rest: 'REST',
  grpc: 'gRPC',
  graphql: 'GraphQL',
  'rest-h2': 'REST/2',
  'grpc-web': 'gRPC-Web',
};

/** Where a server of each protocol listens when nobody says otherwise. */
export const DEFAULT_PORTS: Readonly<Record<ProtocolId, number>> = {
  rest: 8080,
  grpc: 9090,
  graphql: 8081,
  'rest-h2': 8082,
  'grpc-web': 8083,
};

/** True for the name of a protocol. */
export function isProtocolId(text: string): text is ProtocolId {
  return (PROTOCOLS as readonly string[]).includes(text);
}
