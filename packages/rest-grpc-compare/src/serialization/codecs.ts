import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fastJson from 'fast-json-stringify';
import type { CodecId } from './codec-names.js';
import type { MessageSet } from './messages.js';

/** Does one thing to one instance of a message, and returns its size in bytes. */
export type SerialTask = (instance: number) => number;

/** Keeps what was decoded reachable, so that the compiler cannot leave the decoding out. */
const kept: { last: unknown } = { last: null };

/** What encodes the instances of a message, or null where the codec has nothing to encode. */
export function encodeTask(
  codec: CodecId,
  { type, protobuf, json, schema, graphql }: MessageSet,
): SerialTask | null {
  switch (codec) {
    case 'json':
      return json && stringifyTask(json);
    case 'graphql':
      return stringifyTask(graphql);
    case 'json-compiled': {
      if (json === null || schema === null) return null;
      const stringify = fastJson(schema as Parameters<typeof fastJson>[0]);
      return (i) => keep(Buffer.from(stringify(json[i] as object), 'utf8'));
    }
    case 'protobuf':
      return (i) => keep(type.encode(protobuf[i]!).finish());
    case 'protobuf-reused': {
      const writer = new BinaryWriter();
      return (i) => keep(type.encode(protobuf[i]!, writer).finish());
    }
  }
}

/** What decodes the instances of a message, or null where the codec only encodes or has no bytes to decode. */
export function decodeTask(codec: CodecId, { type, protobuf, json, graphql }: MessageSet): SerialTask | null {
  if (codec === 'json') return json && parseTask(json);
  if (codec === 'graphql') return parseTask(graphql);
  if (codec !== 'protobuf') return null;
  const bytes = protobuf.map((value) => type.encode(value).finish());
  return (i) => {
    kept.last = type.decode(bytes[i]!);
    return bytes[i]!.length;
  };
}

function stringifyTask(values: readonly unknown[]): SerialTask {
  return (i) => keep(Buffer.from(JSON.stringify(values[i]), 'utf8'));
}

function parseTask(values: readonly unknown[]): SerialTask {
  const bytes = values.map((value) => Buffer.from(JSON.stringify(value), 'utf8'));
  return (i) => {
    kept.last = JSON.parse(bytes[i]!.toString('utf8'));
    return bytes[i]!.length;
  };
}

function keep(bytes: Uint8Array): number {
  kept.last = bytes;
  return bytes.length;
}
