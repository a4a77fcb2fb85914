/**
 * The ways to make bytes of a message and back.
 *
 * - `json`: `JSON.stringify` and `JSON.parse`, with the conversion between text and bytes that a socket needs.
 * - `json-compiled`: fastify's serialiser (fast-json-stringify), which the REST server answers with. Encodes only.
 * - `protobuf`: what ts-proto generates, a new writer per message, which a client does.
 * - `protobuf-reused`: the same with one writer for all messages, which the gRPC server does. Encodes only.
 */
export const CODECS = ['json', 'json-compiled', 'protobuf', 'protobuf-reused'] as const;

/** One of them. */
export type CodecId = (typeof CODECS)[number];
