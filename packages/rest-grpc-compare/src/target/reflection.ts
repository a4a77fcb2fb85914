import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { ReflectionService } from '@grpc/reflection';
import { protoFile } from './proto-files.js';

type PackageDefinition = ConstructorParameters<typeof ReflectionService>[0];

/** The files of a descriptor set that buf compiled at build time, each encoded on its own. */
function fileDescriptors(name: string): Buffer[] {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(protoFile(name)));
  return set.file.map((file) => Buffer.from(toBinary(FileDescriptorProtoSchema, file)));
}

/**
 * Server reflection (v1 and v1alpha) for the users API and the health service.
 *
 * The descriptors come from buf and not, as usual, from proto-loader: those it makes name no imports and mistake the
 * type of map fields, which strict clients (`buf curl`, grpcurl) refuse with "failed to find service".
 */
export function createReflection(): ReflectionService {
  const fileDescriptorProtos = [...fileDescriptors('user_service.binpb'), ...fileDescriptors('health.binpb')];
  // The service reads this one property of whatever definition carries it; an enum's is the one with nothing else.
  const definition: PackageDefinition = {
    descriptors: { format: 'Protocol Buffer 3 EnumDescriptorProto', type: {}, fileDescriptorProtos },
  };
  return new ReflectionService(definition);
}
