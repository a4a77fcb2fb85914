import type { ItemEncryptor } from '../item-encryptor.js';
import type { EncryptedTables } from './encrypted-tables.js';
import type { OperationInput, RequestPart, TransactWrite, WriteRequest } from './operations.js';
import {
  refuseEncryptedConditions,
  refuseLegacyParameters,
  refuseProjection,
  refuseSignedUpdate,
} from './request-rules.js';

type Prepare = (input: OperationInput, tables: EncryptedTables) => Promise<OperationInput> | OperationInput;

/**
 * For each operation on items: refuses what is not safe on an encrypted table, and encrypts what is to be written. The input is not
 * changed. Operations that are not here (on tables, streams, backups) do not touch items.
 */
const preparations: ReadonlyMap<string, Prepare> = new Map<string, Prepare>([
  ['PutItem', (input, tables) => preparePut(input, tables)],
  ['UpdateItem', (input, tables) => check(input, tables, refuseSignedUpdate)],
  ['DeleteItem', (input, tables) => check(input, tables, refuseEncryptedConditions)],
  ['GetItem', (input, tables) => check(input, tables, refusePartialRead)],
  ['Query', (input, tables) => check(input, tables, refusePartialRead)],
  ['Scan', (input, tables) => check(input, tables, refusePartialRead)],
  ['BatchGetItem', prepareBatchGet],
  ['BatchWriteItem', prepareBatchWrite],
  ['TransactGetItems', prepareTransactGet],
  ['TransactWriteItems', prepareTransactWrite],
  ['ExecuteStatement', prepareStatements],
  ['BatchExecuteStatement', prepareStatements],
  ['ExecuteTransaction', prepareStatements],
]);

/** Whether an operation reads or writes items. */
export function touchesItems(operation: string): boolean {
  return preparations.has(operation);
}

/** The input as it is to be sent. Rejects with `ERR_REQUEST_UNSAFE`, or what `encryptItem` rejects with. */
export async function prepareRequest(
  operation: string,
  input: OperationInput,
  tables: EncryptedTables,
): Promise<OperationInput> {
  return (await preparations.get(operation)?.(input, tables)) ?? input;
}

function check<T extends RequestPart>(
  part: T,
  tables: EncryptedTables,
  rule: (part: RequestPart, encryptor: ItemEncryptor) => void,
): T {
  const encryptor = tables.of(part.TableName);
  if (encryptor !== undefined) rule(part, encryptor);
  return part;
}

function refusePartialRead(part: RequestPart, encryptor: ItemEncryptor): void {
  refuseEncryptedConditions(part, encryptor);
  refuseProjection(part);
}

async function preparePut<T extends RequestPart>(part: T, tables: EncryptedTables): Promise<T> {
  const encryptor = tables.of(part.TableName);
  if (encryptor === undefined || part.Item === undefined) return part;
  refuseEncryptedConditions(part, encryptor);
  const { encryptedItem } = await encryptor.encryptItem(part.Item);
  return { ...part, Item: encryptedItem };
}

function prepareBatchGet(input: OperationInput, tables: EncryptedTables): OperationInput {
  for (const [table, part] of Object.entries(input.RequestItems ?? {})) {
    if (tables.of(table) === undefined) continue;
    const request = { TableName: table, ...part } as RequestPart;
    refuseLegacyParameters(request);
    refuseProjection(request);
  }
  return input;
}

async function prepareBatchWrite(input: OperationInput, tables: EncryptedTables): Promise<OperationInput> {
  const prepared = Object.entries(input.RequestItems ?? {}).map(async ([table, requests]) => {
    const encryptor = tables.of(table);
    if (encryptor === undefined) return [table, requests] as const;
    return [
      table,
      await Promise.all((requests as WriteRequest[]).map((request) => prepareWrite(request, encryptor))),
    ] as const;
  });
  return { ...input, RequestItems: Object.fromEntries(await Promise.all(prepared)) };
}

async function prepareWrite(request: WriteRequest, encryptor: ItemEncryptor): Promise<WriteRequest> {
  const item = request.PutRequest?.Item;
  if (item === undefined) return request;
  const { encryptedItem } = await encryptor.encryptItem(item);
  return { ...request, PutRequest: { ...request.PutRequest, Item: encryptedItem } };
}

function prepareTransactGet(input: OperationInput, tables: EncryptedTables): OperationInput {
  for (const { Get } of input.TransactItems ?? [])
    if (Get !== undefined) check(Get, tables, refusePartialRead);
  return input;
}

async function prepareTransactWrite(input: OperationInput, tables: EncryptedTables): Promise<OperationInput> {
  const entries = (input.TransactItems ?? []).map(async (entry: TransactWrite): Promise<TransactWrite> => {
    const { Put, Update, Delete, ConditionCheck } = entry;
    if (Update !== undefined) check(Update, tables, refuseSignedUpdate);
    for (const part of [Delete, ConditionCheck]) {
      if (part !== undefined) check(part, tables, refuseEncryptedConditions);
    }
    return Put === undefined ? entry : { ...entry, Put: await preparePut(Put, tables) };
  });
  return { ...input, TransactItems: await Promise.all(entries) };
}

function prepareStatements(input: OperationInput, tables: EncryptedTables): OperationInput {
  for (const { Statement } of [input, ...(input.Statements ?? []), ...(input.TransactStatements ?? [])]) {
    tables.refuseStatement(Statement);
  }
  return input;
}
