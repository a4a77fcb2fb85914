import type { ItemEncryptorOptions } from '../config/encryptor-options.js';
import { ItemEncryptionError } from '../errors.js';
import { createItemEncryptor, type ItemEncryptor } from '../item-encryptor.js';
import { EncryptedTables } from './encrypted-tables.js';
import { type ItemMiddleware, installItemMiddleware, type StackLike } from './middleware-stack.js';
import { prepareRequest, touchesItems } from './requests.js';
import { openFailure, openResponse } from './responses.js';

/** A `DynamoDBClient` or `DynamoDBDocumentClient` of the AWS SDK v3. */
export interface DynamoDbClientLike {
  readonly middlewareStack: object;
}

/** A table's encryptor, or its options; the logical table name is then that of the table unless it is given. */
export type TableEncryption =
  | ItemEncryptor
  | (Omit<ItemEncryptorOptions, 'logicalTableName'> & { readonly logicalTableName?: string });

/**
 * Makes a client of the AWS SDK v3 encrypt what it writes to some tables and decrypt what it reads from them; requests to other tables pass
 * as they are. What cannot be done safely is refused with `ERR_REQUEST_UNSAFE` before anything is sent: updating signed attributes,
 * conditions on encrypted ones, reading parts of items, PartiQL.
 *
 * The client itself is changed, and returned; so is every document client around it. Tables are named as DynamoDB names them.
 */
export function withItemEncryption<C extends DynamoDbClientLike>(
  client: C,
  tables: Readonly<Record<string, TableEncryption>>,
): C {
  const encryptors = Object.entries(tables).map(
    ([table, encryption]) => [table, encryptorOf(table, encryption)] as const,
  );
  if (encryptors.length === 0)
    throw new ItemEncryptionError('ERR_ENCRYPTOR_CONFIG', 'tables names no table to encrypt');
  const stack = client?.middlewareStack as Partial<StackLike> | undefined;
  if (typeof stack?.addRelativeTo !== 'function' || typeof stack.identify !== 'function') {
    throw new ItemEncryptionError(
      'ERR_ENCRYPTOR_CONFIG',
      'client must be a DynamoDBClient or DynamoDBDocumentClient of the AWS SDK v3',
    );
  }
  installItemMiddleware(stack as StackLike, itemMiddleware(new EncryptedTables(new Map(encryptors))));
  return client;
}

function encryptorOf(table: string, encryption: TableEncryption): ItemEncryptor {
  if ('encryptItem' in encryption) return encryption;
  return createItemEncryptor({ logicalTableName: table, ...encryption });
}

function itemMiddleware(tables: EncryptedTables): ItemMiddleware {
  const prepared = new WeakSet<object>();
  return {
    outbound: (next, { commandName }) => {
      const operation = operationOf(commandName);
      return async (args) => {
        const input = { ...(await prepareRequest(operation, args.input, tables)) };
        prepared.add(input);
        return next({ ...args, input });
      };
    },
    inbound: (next, { commandName }) => {
      const operation = operationOf(commandName);
      return async (args) => {
        const answer = await next(args).catch(async (error: unknown) => {
          await openFailure(error, args.input, tables);
          throw error;
        });
        if (!touchesItems(operation)) return answer;
        return { ...answer, output: await openResponse(operation, args.input, answer.output, tables) };
      };
    },
    guard: (next, { commandName }) => {
      const operation = operationOf(commandName);
      return async (args) => {
        if (touchesItems(operation) && !prepared.has(args.input)) {
          throw new ItemEncryptionError(
            'ERR_REQUEST_UNSAFE',
            'this version of the AWS SDK resolves its middleware in another way than item encryption relies on: nothing was sent',
          );
        }
        return next(args);
      };
    },
  };
}

function operationOf(commandName: string | undefined): string {
  if (commandName === undefined) {
    throw new ItemEncryptionError(
      'ERR_REQUEST_UNSAFE',
      'this version of the AWS SDK does not say which command it sends',
    );
  }
  return commandName.replace(/Command$/, '');
}
