import { BenchwrightError } from '@benchwright/result-schema';
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { callOnce, GrpcCallError, type OneCall } from './call-once.js';

/** Newest first: servers of before 2023 know the second only. */
const SERVICES = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

/** Field numbers of ServerReflectionRequest and ServerReflectionResponse (grpc/reflection/v1/reflection.proto). */
const FILE_BY_FILENAME = 3;
const FILE_CONTAINING_SYMBOL = 4;
const FILE_DESCRIPTOR_RESPONSE = 4;
const ERROR_RESPONSE = 7;

/** How to reach the server: a call without its path and message. */
export type ReflectionTarget = Omit<OneCall, 'path' | 'message'>;

/**
 * Asks a server for the description of one of its services, with all files that it imports.
 *
 * @throws BenchwrightError ERR_REFLECTION when the server does not offer reflection or does not know the service
 */
export async function reflectService(
  target: ReflectionTarget,
  service: string,
): Promise<FileDescriptorProto[]> {
  const ask = await reflectionOf(target, service);
  const files = new Map<string, FileDescriptorProto>();
  let wanted: string[] = [];
  const take = (found: readonly FileDescriptorProto[]): void => {
    for (const file of found) files.set(file.name, file);
    wanted = [...files.values()].flatMap((file) => file.dependency).filter((name) => !files.has(name));
  };
  take(await ask(FILE_CONTAINING_SYMBOL, service));
  for (let name = wanted[0]; name !== undefined; name = wanted[0]) {
    const before = files.size;
    take(await ask(FILE_BY_FILENAME, name));
    if (files.size === before) throw reflectionError(`the server has no description of the file ${name}`);
  }
  return [...files.values()];
}

type Ask = (kind: number, name: string) => Promise<FileDescriptorProto[]>;

/** The first version of reflection that the server knows. */
async function reflectionOf(target: ReflectionTarget, service: string): Promise<Ask> {
  for (const reflection of SERVICES) {
    const path = `/${reflection}/ServerReflectionInfo`;
    // The method takes a stream of questions; a stream of one is, on the wire, a unary call.
    const ask: Ask = async (kind, name) => {
      const message = new BinaryWriter().tag(kind, WireType.LengthDelimited).string(name).finish();
      return readAnswer(await callOnce({ ...target, path, message }), name);
    };
    try {
      await ask(FILE_CONTAINING_SYMBOL, service);
      return ask;
    } catch (error) {
      if (!(error instanceof GrpcCallError) || error.outcome !== 'GRPC_UNIMPLEMENTED') throw error;
    }
  }
  throw reflectionError('the server does not offer reflection');
}

function readAnswer(bytes: Uint8Array, name: string): FileDescriptorProto[] {
  const files: FileDescriptorProto[] = [];
  eachField(bytes, (number, value) => {
    if (number === ERROR_RESPONSE)
      throw reflectionError(`the server does not know ${name}${errorText(value)}`);
    if (number !== FILE_DESCRIPTOR_RESPONSE) return;
    eachField(value, (inner, file) => {
      if (inner === 1) files.push(fromBinary(FileDescriptorProtoSchema, file));
    });
  });
  return files;
}

/** error_message of an ErrorResponse. */
function errorText(bytes: Uint8Array): string {
  let text = '';
  eachField(bytes, (number, value) => {
    if (number === 2) text = `: ${new TextDecoder().decode(value)}`;
  });
  return text;
}

/** Calls with each length-delimited field of a message; the others are passed over. */
function eachField(bytes: Uint8Array, visit: (number: number, value: Uint8Array) => void): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) visit(number, reader.bytes());
    else reader.skip(type, number);
  }
}

function reflectionError(message: string): BenchwrightError {
  return new BenchwrightError('ERR_REFLECTION', message, {
    hint: 'Name the .proto files with --proto, or a descriptor set with --protoset.',
  });
}
