import { create } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type EnumDescriptorProto,
  EnumDescriptorProtoSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type ServiceDescriptorProto,
  ServiceDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import protobuf from 'protobufjs';

/** Says which type a description refers to, so that its file can be found. */
export type NoteType = (type: protobuf.Type | protobuf.Enum) => void;

/**
 * A message type as a descriptor, for encoding: what decides about bytes on the wire is kept (names, numbers, types, presence,
 * packing, maps), whatever the syntax of its file. Throws for groups, which no JSON can be mapped to.
 */
export function describeType(type: protobuf.Type, note: NoteType): DescriptorProto {
  const oneofs = type.oneofsArray.filter(({ isProto3Optional }) => !isProto3Optional);
  const nested = type.nestedArray;
  const maps: DescriptorProto[] = [];
  const field = type.fieldsArray.map((one) => {
    const described = describeField(one, note);
    const oneof = oneofs.findIndex(({ name }) => name === one.partOf?.name);
    if (oneof >= 0) Object.assign(described, { oneofIndex: oneof, proto3Optional: false });
    if (one instanceof protobuf.MapField) {
      const entry = describeMapEntry(one, note);
      maps.push(entry);
      described.typeName = `${type.fullName}.${entry.name}`;
    }
    return described;
  });
  return create(DescriptorProtoSchema, {
    name: type.name,
    field,
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    nestedType: [
      ...nested.filter((one) => one instanceof protobuf.Type).map((one) => describeType(one, note)),
      ...maps,
    ],
    enumType: nested.filter((one) => one instanceof protobuf.Enum).map(describeEnum),
  });
}

export function describeEnum(type: protobuf.Enum): EnumDescriptorProto {
  return create(EnumDescriptorProtoSchema, {
    name: type.name,
    value: Object.entries(type.values).map(([name, number]) => ({ name, number })),
  });
}

export function describeService(service: protobuf.Service, note: NoteType): ServiceDescriptorProto {
  return create(ServiceDescriptorProtoSchema, {
    name: service.name,
    method: service.methodsArray.map((method) => {
      method.resolve();
      const { name, requestStream = false, responseStream = false } = method;
      return {
        name,
        inputType: referTo(method.resolvedRequestType, note),
        outputType: referTo(method.resolvedResponseType, note),
        clientStreaming: requestStream,
        serverStreaming: responseStream,
      };
    }),
  });
}

function describeField(field: protobuf.Field, note: NoteType): FieldDescriptorProto {
  field.resolve();
  const { name, id, repeated, resolvedType, delimited } = field;
  if (delimited) throw new Error(`${name} is a group, which has no JSON form`);
  const isMap = field instanceof protobuf.MapField;
  return create(FieldDescriptorProtoSchema, {
    name,
    jsonName: jsonNameOf(field),
    number: id,
    label: repeated || isMap ? FieldDescriptorProto_Label.REPEATED : FieldDescriptorProto_Label.OPTIONAL,
    type: isMap ? FieldDescriptorProto_Type.MESSAGE : typeOf(field),
    typeName: isMap || resolvedType === null ? '' : referTo(resolvedType, note),
    proto3Optional: !repeated && !isMap && !(resolvedType instanceof protobuf.Type) && field.hasPresence,
    ...(repeated && !isMap ? { options: { packed: field.packed } } : {}),
  });
}

/** A map is, on the wire, a repeated message of key and value. */
function describeMapEntry(field: protobuf.MapField, note: NoteType): DescriptorProto {
  const { resolvedType } = field;
  const common = { label: FieldDescriptorProto_Label.OPTIONAL };
  return create(DescriptorProtoSchema, {
    name: `${field.name.charAt(0).toUpperCase()}${camelCase(field.name.slice(1))}Entry`,
    field: [
      { ...common, name: 'key', jsonName: 'key', number: 1, type: scalarOf(field.keyType) },
      {
        ...common,
        name: 'value',
        jsonName: 'value',
        number: 2,
        type: typeOf(field),
        typeName: resolvedType === null ? '' : referTo(resolvedType, note),
      },
    ],
    options: { mapEntry: true },
  });
}

function referTo(type: protobuf.ReflectionObject | null, note: NoteType): string {
  if (!(type instanceof protobuf.Type || type instanceof protobuf.Enum)) return '';
  note(type);
  return type.fullName;
}

function typeOf({ type, resolvedType }: protobuf.FieldBase): FieldDescriptorProto_Type {
  if (resolvedType instanceof protobuf.Enum) return FieldDescriptorProto_Type.ENUM;
  return resolvedType === null ? scalarOf(type) : FieldDescriptorProto_Type.MESSAGE;
}

/** `sint32` → SINT32 */
function scalarOf(name: string): FieldDescriptorProto_Type {
  const type: unknown = Object.entries(FieldDescriptorProto_Type).find(
    ([key]) => key === name.toUpperCase(),
  )?.[1];
  if (typeof type !== 'number') throw new Error(`${name} is no type`);
  return type;
}

function jsonNameOf({ name, options }: protobuf.Field): string {
  const given: unknown = options?.json_name;
  return typeof given === 'string' ? given : camelCase(name);
}

/** As protoc does it: an underscore goes, and what follows it becomes upper case. */
function camelCase(name: string): string {
  return name.replaceAll(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}
