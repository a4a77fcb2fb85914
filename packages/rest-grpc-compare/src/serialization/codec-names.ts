/**
 * The ways to make bytes of a message and back.
 *
 * - `json`: `JSON.stringify` and `JSON.parse`, with the conversion between text and bytes that a socket needs.
 * - `json-compiled`: fastify's serialiser (fast-json-stringify), which the REST server answers with. Encodes only.
 * - `protobuf`: what ts-proto generates, a new writer per message, which a client does.
 * - `protobuf-reused`: the same with one writer for all messages, which the gRPC server does. Encodes only.
 * - `graphql`: JSON as `json` has it, of what GraphQL sends: the operation's text and its variables; the answer's data under their field.
 *   The server of a GraphQL library also resolves every field while it encodes, which is not in it.
 */
export const CODECS = ['json', 'json-compiled', 'protobuf', 'protobuf-reused', 'graphql'] as const;

/** One of them. */
export type CodecId = (typeof CODECS)[number];
