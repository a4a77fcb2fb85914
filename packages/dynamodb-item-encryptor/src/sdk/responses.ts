import type { AttributeMap } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import type { ItemEncryptor } from '../item-encryptor.js';
import type { EncryptedTables } from './encrypted-tables.js';
import type { OperationInput, OperationOutput, WriteRequest } from './operations.js';

/** The output with every item of an encrypted table verified and decrypted. One that cannot be makes the whole reject. */
export async function openResponse(
  operation: string,
  input: OperationInput,
  output: OperationOutput,
  tables: EncryptedTables,
): Promise<OperationOutput> {
  switch (operation) {
    case 'BatchGetItem':
      return {
        ...output,
        Responses: await openTables(output.Responses as Record<string, AttributeMap[]>, tables),
      };
    case 'TransactGetItems':
      return {
        ...output,
        Responses: await openTransaction(input, output.Responses as { Item?: AttributeMap }[], tables),
      };
    case 'BatchWriteItem':
      return { ...output, ...(await openUnprocessed(output.UnprocessedItems, tables)) };
    default:
      return openSingle(input, output, tables.of(input.TableName));
  }
}

async function openSingle(
  { ReturnValues }: OperationInput,
  output: OperationOutput,
  encryptor: ItemEncryptor | undefined,
): Promise<OperationOutput> {
  if (encryptor === undefined) return output;
  const { Item, Items, Attributes } = output;
  const opened = { ...output };
  if (Item !== undefined) opened.Item = await openItem(encryptor, Item, 'the item');
  if (Items !== undefined) opened.Items = await openAll(encryptor, Items);
  // UPDATED_OLD and UPDATED_NEW return what an update touched, and it may touch nothing that is signed.
  if (Attributes !== undefined && Object.keys(Attributes).length > 0 && /^ALL_/.test(ReturnValues ?? '')) {
    opened.Attributes = await openItem(encryptor, Attributes, 'the item in Attributes');
  }
  return opened;
}

async function openTables(
  responses: Readonly<Record<string, AttributeMap[]>> | undefined,
  tables: EncryptedTables,
): Promise<Record<string, AttributeMap[]>> {
  const opened = Object.entries(responses ?? {}).map(async ([table, items]) => {
    const encryptor = tables.of(table);
    return [table, encryptor === undefined ? items : await openAll(encryptor, items)] as const;
  });
  return Object.fromEntries(await Promise.all(opened));
}

async function openTransaction(
  { TransactItems = [] }: OperationInput,
  responses: readonly { Item?: AttributeMap }[] | undefined,
  tables: EncryptedTables,
): Promise<{ Item?: AttributeMap }[]> {
  return Promise.all(
    (responses ?? []).map(async (response, i) => {
      const encryptor = tables.of(TransactItems[i]?.Get?.TableName);
      if (encryptor === undefined || response.Item === undefined) return response;
      return { ...response, Item: await openItem(encryptor, response.Item, `item ${i + 1} of the answer`) };
    }),
  );
}

/** What was not written is given back as it was given, so that it can be sent again. */
async function openUnprocessed(
  unprocessed: Readonly<Record<string, WriteRequest[]>> | undefined,
  tables: EncryptedTables,
): Promise<Pick<OperationOutput, 'UnprocessedItems'>> {
  if (unprocessed === undefined) return {};
  const opened = Object.entries(unprocessed).map(async ([table, requests]) => {
    const encryptor = tables.of(table);
    if (encryptor === undefined) return [table, requests] as const;
    return [table, await Promise.all(requests.map((request) => openWrite(request, encryptor)))] as const;
  });
  return { UnprocessedItems: Object.fromEntries(await Promise.all(opened)) };
}

async function openWrite(request: WriteRequest, encryptor: ItemEncryptor): Promise<WriteRequest> {
  const item = request.PutRequest?.Item;
  if (item === undefined) return request;
  return {
    ...request,
    PutRequest: { ...request.PutRequest, Item: await openItem(encryptor, item, 'an unprocessed item') },
  };
}

function openAll(encryptor: ItemEncryptor, items: readonly AttributeMap[]): Promise<AttributeMap[]> {
  return Promise.all(
    items.map((item, i) => openItem(encryptor, item, `item ${i + 1} of ${items.length} in the answer`)),
  );
}

async function openItem(encryptor: ItemEncryptor, item: AttributeMap, which: string): Promise<AttributeMap> {
  try {
    return (await encryptor.decryptItem(item)).plaintextItem;
  } catch (error) {
    if (!(error instanceof ItemEncryptionError)) throw error;
    const { code, attribute } = error;
    const details = { cause: error, ...(attribute === undefined ? {} : { attribute }) };
    throw new ItemEncryptionError(code, `${which}: ${error.message}`, details);
  }
}

/** Decrypts the items that a failed condition gives back with its error (ReturnValuesOnConditionCheckFailure), in place. */
export async function openFailure(
  error: unknown,
  input: OperationInput,
  tables: EncryptedTables,
): Promise<void> {
  if (typeof error !== 'object' || error === null) return;
  const failure = error as { Item?: AttributeMap; CancellationReasons?: { Item?: AttributeMap }[] };
  const encryptor = tables.of(input.TableName);
  if (failure.Item !== undefined && encryptor !== undefined)
    failure.Item = await openItem(encryptor, failure.Item, 'the item');
  for (const [i, reason] of (failure.CancellationReasons ?? []).entries()) {
    const entry = input.TransactItems?.[i];
    const part = entry?.Put ?? entry?.Update ?? entry?.Delete ?? entry?.ConditionCheck;
    const owner = tables.of(part?.TableName);
    if (reason.Item !== undefined && owner !== undefined)
      reason.Item = await openItem(owner, reason.Item, `item ${i + 1}`);
  }
}
