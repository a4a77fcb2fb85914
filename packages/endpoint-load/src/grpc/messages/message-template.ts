import { BenchwrightError } from '@benchwright/result-schema';
import {
  createFileRegistry,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  fromJson,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { FieldValues, mostBytes } from '../../request/field-values.js';
import { SlotBuffer } from '../../request/slot-buffer.js';
import { type Field, parseTemplate } from '../../request/template.js';
import type { GrpcMethodName } from '../address.js';

/** A message in words, and what it takes to encode it. Plain data: it can be sent to a thread. */
export interface MessageTemplate {
  /** A google.protobuf.FileDescriptorSet with the service and all that it imports. */
  readonly descriptors: Uint8Array;
  readonly name: GrpcMethodName;
  /** JSON of the message (proto3 JSON mapping) around its fields. */
  readonly pieces: readonly Uint8Array[];
  readonly fields: readonly Field[];
}

/** A method or a message that cannot be used as it was asked for. */
class GrpcMethodError extends BenchwrightError {
  constructor(message: string, hint?: string) {
    super('ERR_GRPC_METHOD', message, hint === undefined ? {} : { hint });
  }
}

/** Splits the JSON of a message at its fields. Throws TemplateError. */
export function messageTemplate(
  descriptors: Uint8Array,
  name: GrpcMethodName,
  json: string,
  literal: boolean,
): MessageTemplate {
  const parts = literal ? [json] : parseTemplate(json);
  const pieces: string[] = [''];
  const fields: Field[] = [];
  for (const part of parts) {
    if (typeof part === 'string') pieces[pieces.length - 1] += part;
    else {
      fields.push(part);
      pieces.push('');
    }
  }
  return { descriptors, name, pieces: pieces.map((piece) => Buffer.from(piece, 'utf8')), fields };
}

/** Makes message number `n`. */
export type MessageEncoder = (n: number) => Uint8Array;

/**
 * An encoder for a template. Message `n` depends on the seed and on `n` alone.
 *
 * @throws GrpcMethodError when the method is not there, is not unary, or the JSON does not fit its input
 */
export function createMessageEncoder(template: MessageTemplate, seed: number): MessageEncoder {
  const { pieces, fields } = template;
  const { registry, input } = describeMethod(template);
  const values = new FieldValues();
  const buffer = new SlotBuffer(pieces.reduce((sum, piece) => sum + piece.length, mostBytes(fields)));
  const encode: MessageEncoder = (n) => {
    const moved = values.draw(fields, seed, n);
    const json = buffer.render(pieces, values, 0, moved).toString('utf8');
    return toBinary(input, fromJson(input, JSON.parse(json), { registry }));
  };
  try {
    encode(0);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GrpcMethodError(
      `the message is no ${input.typeName}: ${why}`,
      'Messages are JSON, with the field names of the .proto file.',
    );
  }
  return encode;
}

/** What a method takes and answers. Throws GrpcMethodError when it is not there, or streams. */
export function describeMethod({ descriptors, name }: MessageTemplate) {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
  const service = registry.getService(name.service);
  if (service === undefined) {
    const known = [...registry].flatMap((type) => (type.kind === 'service' ? [type.typeName] : []));
    throw new GrpcMethodError(
      `there is no service ${name.service}`,
      `Known are ${known.join(', ') || 'none'}.`,
    );
  }
  const method = service.methods.find(({ name: one }) => one === name.method);
  if (method === undefined) {
    const known = service.methods.map(({ name: one }) => one).join(', ');
    throw new GrpcMethodError(`${name.service} has no method ${name.method}`, `It has ${known}.`);
  }
  if (!isUnary(method)) {
    throw new GrpcMethodError(`${name.service}/${name.method} streams; only unary methods can be measured`);
  }
  return { registry, input: method.input, output: method.output };
}

function isUnary(method: {
  readonly methodKind: string;
  readonly input: DescMessage;
  readonly output: DescMessage;
}): method is DescMethodUnary {
  return method.methodKind === 'unary';
}
