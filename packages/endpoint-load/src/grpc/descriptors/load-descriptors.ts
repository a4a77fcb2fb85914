import { readFile } from 'node:fs/promises';
import { BenchwrightError, ConfigError } from '@benchwright/result-schema';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { type ReflectionTarget, reflectService } from './reflection.js';

/** Where the description of a service comes from: named files, else the server itself. */
export interface DescriptorSource {
  readonly proto: readonly string[];
  readonly importPaths: readonly string[];
  /** A google.protobuf.FileDescriptorSet, as `protoc -o` and `buf build -o` write it. */
  readonly protoset: string | null;
}

/**
 * The descriptors of a service and of all that it imports, as a google.protobuf.FileDescriptorSet in binary form, imports first.
 *
 * @throws ConfigError or BenchwrightError ERR_NOT_READABLE for a file that cannot be used; what `reflectService` throws
 */
export async function loadDescriptors(
  { proto, importPaths, protoset }: DescriptorSource,
  target: ReflectionTarget,
  service: string,
): Promise<Uint8Array> {
  if (protoset !== null) return encode(await readDescriptorSet(protoset));
  if (proto.length === 0) return encode(await reflectService(target, service));
  // Loaded when it is used: most servers answer reflection.
  const { readProtoFiles } = await import('./proto-files.js');
  return encode(readProtoFiles(proto, importPaths));
}

async function readDescriptorSet(fileName: string): Promise<FileDescriptorProto[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(fileName);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BenchwrightError('ERR_NOT_READABLE', `cannot read ${fileName}: ${why}`, { cause });
  }
  try {
    return fromBinary(FileDescriptorSetSchema, bytes).file;
  } catch {
    throw new ConfigError([{ origin: fileName, path: ['protoset'], message: 'is no file descriptor set' }]);
  }
}

function encode(files: readonly FileDescriptorProto[]): Uint8Array {
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: importsFirst(files) }));
}

/** Registries want each file after those that it imports. */
function importsFirst(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const ordered = new Set<FileDescriptorProto>();
  const visit = (file: FileDescriptorProto, above: ReadonlySet<string>): void => {
    if (ordered.has(file) || above.has(file.name)) return;
    const path = new Set(above).add(file.name);
    for (const name of file.dependency) {
      const imported = byName.get(name);
      if (imported !== undefined) visit(imported, path);
    }
    ordered.add(file);
  };
  for (const file of files) visit(file, new Set());
  return [...ordered];
}
