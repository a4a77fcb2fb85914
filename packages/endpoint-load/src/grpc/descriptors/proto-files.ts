import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '@benchwright/result-schema';
import { create } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import protobuf from 'protobufjs';
import { describeEnum, describeService, describeType } from './describe-types.js';

type TopLevel = protobuf.Type | protobuf.Enum | protobuf.Service;

/**
 * Reads .proto files and what they import. An import is looked for in `importPaths`, then from the folder of the file that has it;
 * the well-known google/protobuf files need not be there.
 *
 * @throws ConfigError for a file that is not there or is not a .proto file
 */
export function readProtoFiles(
  files: readonly string[],
  importPaths: readonly string[],
): FileDescriptorProto[] {
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) => {
    const folders = [...importPaths, ...(origin === '' ? [] : [dirname(origin)])];
    return folders.map((folder) => join(folder, target)).find((path) => existsSync(path)) ?? target;
  };
  try {
    root.loadSync([...files], { keepCase: true });
    root.resolveAll();
    return describeFiles(root);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ origin: files.join(', '), path: ['proto'], message: `cannot be used: ${why}` }]);
  }
}

/** One file for each that was read, so that imports point one way, as they did. */
function describeFiles(root: protobuf.Root): FileDescriptorProto[] {
  return [...grouped(topLevel(root))].map(([name, members]) => describeFile(name, members));
}

function describeFile(name: string, members: readonly TopLevel[]): FileDescriptorProto {
  const dependency = new Set<string>();
  const note = (type: protobuf.ReflectionObject): void => {
    const file = fileOf(type);
    if (file !== name) dependency.add(file);
  };
  const messageType = members
    .filter((one) => one instanceof protobuf.Type)
    .map((one) => describeType(one, note));
  const enumType = members.filter((one) => one instanceof protobuf.Enum).map(describeEnum);
  const service = members
    .filter((one) => one instanceof protobuf.Service)
    .map((one) => describeService(one, note));
  return create(FileDescriptorProtoSchema, {
    name,
    package: packageOf(members[0]),
    syntax: 'proto3',
    messageType,
    enumType,
    service,
    dependency: [...dependency],
  });
}

function topLevel(namespace: protobuf.NamespaceBase): TopLevel[] {
  return namespace.nestedArray.flatMap((one): TopLevel[] => {
    if (one instanceof protobuf.Type || one instanceof protobuf.Enum || one instanceof protobuf.Service)
      return [one];
    return one instanceof protobuf.Namespace ? topLevel(one) : [];
  });
}

/** The file of a type, wherever in it the type is nested. The well-known types come from none: their package stands for it. */
function fileOf(type: protobuf.ReflectionObject): string {
  let outer = type;
  while (outer.parent instanceof protobuf.Type) outer = outer.parent;
  return outer.filename ?? `${packageOf(outer)}.proto`;
}

function packageOf(type: protobuf.ReflectionObject | undefined): string {
  return (type?.parent?.fullName ?? '').replace(/^\./, '');
}

function grouped(members: readonly TopLevel[]): Map<string, TopLevel[]> {
  const groups = new Map<string, TopLevel[]>();
  for (const member of members) {
    const file = fileOf(member);
    groups.set(file, [...(groups.get(file) ?? []), member]);
  }
  return groups;
}
