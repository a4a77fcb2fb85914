import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue as SdkAttributeValue,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand as QueryDocuments,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import type { ItemEncryptorOptions } from '../config/encryptor-options.js';
import { createItemEncryptor } from '../item-encryptor.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';
import { type EmbeddedDynamoDb, startDynamoDb } from '../testing/embedded-dynamodb.js';
import { withItemEncryption } from './with-item-encryption.js';

const table = 'people';
const arn = `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}`;
const encryption: Omit<ItemEncryptorOptions, 'logicalTableName'> = {
  partitionKeyName: 'pk',
  sortKeyName: 'sk',
  attributeActionsOnEncrypt: {
    pk: 'SIGN_ONLY',
    sk: 'SIGN_ONLY',
    city: 'SIGN_ONLY',
    secret: 'ENCRYPT_AND_SIGN',
    ':hits': 'DO_NOTHING',
  },
  allowedUnsignedAttributePrefix: ':',
  keyring: createRawAesKeyring({ keyNamespace: 'test', keyName: 'test', wrappingKey: Buffer.alloc(32, 1) }),
  algorithmSuiteId: 0x6700,
};

let dynamo: EmbeddedDynamoDb;
let plain: DynamoDBClient;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamo = await startDynamoDb();
  plain = dynamo.newClient();
  await dynamo.createTable(table, 'sk');
  await dynamo.createTable('open', 'sk');
});
afterAll(() => dynamo.close());
beforeEach(() => {
  client = withItemEncryption(dynamo.newClient(), { [table]: encryption });
});

const person = (sk: string, secret = `secret of ${sk}`): AttributeMap => ({
  pk: { S: 'p' },
  sk: { S: sk },
  city: { S: 'Ulm' },
  secret: { S: secret },
  ':hits': { N: '1' },
});
const keyOf = (sk: string): AttributeMap => ({ pk: { S: 'p' }, sk: { S: sk } });
const stored = async (sk: string) =>
  (await plain.send(new GetItemCommand({ TableName: table, Key: keyOf(sk) }))).Item ?? {};

it('takes and gives the attribute values of the SDK', () => {
  expectTypeOf<SdkAttributeValue>().toExtend<AttributeValue>();
  expectTypeOf<AttributeValue>().toExtend<SdkAttributeValue>();
});

describe('a low-level client', () => {
  it('stores ciphertext and reads plaintext', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: person('put') }));
    const raw = await stored('put');
    expect(Object.keys(raw).sort()).toEqual([
      ':hits',
      'aws_dbe_foot',
      'aws_dbe_head',
      'city',
      'pk',
      'secret',
      'sk',
    ]);
    expect(raw.secret?.B).toBeInstanceOf(Uint8Array);
    expect(raw.city).toEqual({ S: 'Ulm' });
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf('put') }));
    expect(Item).toEqual(person('put'));
  });

  it('queries and scans', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: person('q1') }));
    await client.send(new PutItemCommand({ TableName: table, Item: person('q2') }));
    const values = { ':p': { S: 'p' }, ':q': { S: 'q' }, ':u': { S: 'Ulm' } };
    const query = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :q)',
        FilterExpression: 'city = :u',
        ExpressionAttributeValues: values,
      }),
    );
    expect(query.Items).toEqual([person('q1'), person('q2')]);
    const scan = await client.send(new ScanCommand({ TableName: table }));
    expect(scan.Items).toContainEqual(person('q2'));
    expect(await client.send(new ScanCommand({ TableName: table, Select: 'COUNT' }))).not.toHaveProperty(
      'Items',
    );
  });

  it('writes and reads batches, by name and by ARN, beside tables that are not encrypted', async () => {
    const item = { pk: { S: 'p' }, sk: { S: 'b3' }, secret: { S: 'open' } };
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table]: [{ PutRequest: { Item: person('b1') } }, { PutRequest: { Item: person('b2') } }],
          open: [{ PutRequest: { Item: item } }],
        },
      }),
    );
    expect((await stored('b1')).secret).toHaveProperty('B');
    const { Responses } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: [keyOf('b1'), keyOf('b2')] }, open: { Keys: [keyOf('b3')] } },
      }),
    );
    expect(Responses?.[table]).toEqual(expect.arrayContaining([person('b1'), person('b2')]));
    expect(Responses?.open).toEqual([item]);
  });

  it('encrypts the puts of transactions', async () => {
    // dynalite has no transactions: what would have been sent is looked at instead.
    const sent = await requestOf(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: arn, Item: person('t1') } },
          { Put: { TableName: 'open', Item: person('t2') } },
        ],
      }),
    );
    expect(sent.TransactItems?.[0]?.Put?.Item?.secret).toHaveProperty('B');
    expect(sent.TransactItems?.[1]?.Put?.Item).toEqual(person('t2'));
  });

  it('gives back the item that a write replaced or removed', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: person('old', 'first') }));
    const put = await client.send(
      new PutItemCommand({ TableName: table, Item: person('old', 'second'), ReturnValues: 'ALL_OLD' }),
    );
    expect(put.Attributes).toEqual(person('old', 'first'));
    const deleted = await client.send(
      new DeleteItemCommand({ TableName: table, Key: keyOf('old'), ReturnValues: 'ALL_OLD' }),
    );
    expect(deleted.Attributes).toEqual(person('old', 'second'));
    const nothing = await client.send(
      new DeleteItemCommand({ TableName: table, Key: keyOf('old'), ReturnValues: 'ALL_OLD' }),
    );
    expect(nothing.Attributes).toBeUndefined();
  });

  it('updates what is not signed', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: person('up') }));
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('up'),
        UpdateExpression: 'ADD #h :one',
        ExpressionAttributeNames: { '#h': ':hits' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toEqual({ ...person('up'), ':hits': { N: '2' } });
  });

  it('leaves operations on tables alone', async () => {
    expect((await client.send(new ListTablesCommand({}))).TableNames).toContain(table);
  });

  it('refuses an item that was tampered with, and names it', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: person('bad') }));
    await plain.send(
      new PutItemCommand({ TableName: table, Item: { ...(await stored('bad')), city: { S: 'Bonn' } } }),
    );
    const get = client.send(new GetItemCommand({ TableName: table, Key: keyOf('bad') }));
    await expect(get).rejects.toMatchObject({
      code: 'ERR_FOOTER_TAG',
      message: expect.stringMatching(/^the item: /),
    });
    await expect(client.send(new ScanCommand({ TableName: table }))).rejects.toMatchObject({
      code: 'ERR_FOOTER_TAG',
    });
    await plain.send(new DeleteItemCommand({ TableName: table, Key: keyOf('bad') }));
  });
});

describe('a document client', () => {
  const document = {
    pk: 'p',
    sk: 'doc',
    city: 'Ulm',
    secret: { deep: [1, 'two', new Set(['three'])] },
    ':hits': 1,
  };

  it.each([
    [
      'wrapped itself',
      (c: DynamoDBClient) => withItemEncryption(DynamoDBDocumentClient.from(c), { [table]: encryption }),
    ],
    [
      'around a wrapped client',
      (c: DynamoDBClient) => DynamoDBDocumentClient.from(withItemEncryption(c, { [table]: encryption })),
    ],
    [
      'made before its client was wrapped',
      (c: DynamoDBClient) => {
        const documents = DynamoDBDocumentClient.from(c);
        withItemEncryption(c, { [table]: encryption });
        return documents;
      },
    ],
  ])('%s stores ciphertext and reads native values', async (_how, make) => {
    const documents = make(dynamo.newClient());
    await documents.send(new PutCommand({ TableName: table, Item: document }));
    expect((await stored('doc')).secret?.B).toBeInstanceOf(Uint8Array);
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'p', sk: 'doc' } }));
    expect(Item).toEqual(document);
    const { Items } = await documents.send(
      new QueryDocuments({
        TableName: table,
        KeyConditionExpression: 'pk = :p AND sk = :s',
        ExpressionAttributeValues: { ':p': 'p', ':s': 'doc' },
      }),
    );
    expect(Items).toEqual([document]);
    // The same client also takes low-level commands.
    const low = await documents.send(new GetItemCommand({ TableName: table, Key: keyOf('doc') }));
    expect(low.Item?.city).toEqual({ S: 'Ulm' });
  });
});

describe('what is refused before anything is sent', () => {
  const names = { '#s': 'secret' };
  const values = { ':v': { S: 'x' }, ':p': { S: 'p' } };
  it.each([
    [
      'an update of an encrypted attribute',
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('x'),
        UpdateExpression: 'SET #s = :v',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      }),
      /UpdateExpression on secret/,
    ],
    [
      'an update inside a signed attribute',
      new UpdateItemCommand({ TableName: arn, Key: keyOf('x'), UpdateExpression: 'REMOVE city[0].x' }),
      /UpdateExpression on city/,
    ],
    [
      'an update of an attribute without an action',
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('x'),
        UpdateExpression: 'SET other = :v',
        ExpressionAttributeValues: values,
      }),
      /UpdateExpression on other/,
    ],
    [
      'an update of the header',
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('x'),
        UpdateExpression: 'SET aws_dbe_head = :v',
        ExpressionAttributeValues: values,
      }),
      /on aws_dbe_head/,
    ],
    [
      'an update in the old style',
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('x'),
        AttributeUpdates: { city: { Action: 'DELETE' } },
      }),
      /has AttributeUpdates/,
    ],
    [
      'a filter on an encrypted attribute',
      new ScanCommand({
        TableName: table,
        FilterExpression: 'NOT contains(secret, :v)',
        ExpressionAttributeValues: values,
      }),
      /FilterExpression on secret/,
    ],
    [
      'a filter in the old style',
      new ScanCommand({ TableName: table, ScanFilter: { city: { ComparisonOperator: 'NOT_NULL' } } }),
      /has ScanFilter/,
    ],
    [
      'a condition on an encrypted attribute',
      new PutItemCommand({
        TableName: table,
        Item: person('x'),
        ConditionExpression: 'attribute_not_exists(#s)',
        ExpressionAttributeNames: names,
      }),
      /ConditionExpression on secret/,
    ],
    [
      'a key condition on an encrypted attribute',
      new QueryCommand({
        TableName: table,
        IndexName: 'i',
        KeyConditionExpression: 'secret = :v',
        ExpressionAttributeValues: values,
      }),
      /KeyConditionExpression on secret/,
    ],
    [
      'a projection',
      new GetItemCommand({ TableName: table, Key: keyOf('x'), ProjectionExpression: 'city' }),
      /parts of items/,
    ],
    [
      'a projection in a batch',
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: [keyOf('x')], ProjectionExpression: 'city' } },
      }),
      /parts of items/,
    ],
    [
      'a projection in a transaction',
      new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName: table, Key: keyOf('x'), ProjectionExpression: 'city' } }],
      }),
      /parts of items/,
    ],
    [
      'an update in a transaction',
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Update: {
              TableName: table,
              Key: keyOf('x'),
              UpdateExpression: 'SET city = :v',
              ExpressionAttributeValues: values,
            },
          },
        ],
      }),
      /UpdateExpression on city/,
    ],
    [
      'a check in a transaction',
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: table,
              Key: keyOf('x'),
              ConditionExpression: 'size(secret) > :v',
              ExpressionAttributeValues: values,
            },
          },
        ],
      }),
      /ConditionExpression on secret/,
    ],
    [
      'a PartiQL statement',
      new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}"` }),
      /PartiQL/,
    ],
  ])('%s', async (_what, command, message) => {
    await expect(client.send(command as PutItemCommand)).rejects.toMatchObject({
      name: 'ItemEncryptionError',
      code: 'ERR_REQUEST_UNSAFE',
      message: expect.stringMatching(message),
    });
  });

  it('an item with an attribute that nothing is said about', async () => {
    const put = new PutItemCommand({ TableName: table, Item: { ...person('x'), other: { S: 'x' } } });
    await expect(client.send(put)).rejects.toMatchObject({
      code: 'ERR_ATTRIBUTE_ACTION_MISSING',
      attribute: 'other',
    });
  });
});

describe('wrapping', () => {
  it('is refused twice, without tables, and for what is no client', () => {
    const twice = () => withItemEncryption(client, { open: encryption });
    expect(twice).toThrow(expect.objectContaining({ code: 'ERR_ENCRYPTOR_CONFIG' }));
    expect(() => withItemEncryption(dynamo.newClient(), {})).toThrow(/no table/);
    expect(() => withItemEncryption({ middlewareStack: {} }, { [table]: encryption })).toThrow(
      /must be a DynamoDBClient/,
    );
  });

  it('takes encryptors as well as options', async () => {
    const encryptor = createItemEncryptor({ ...encryption, logicalTableName: 'elsewhere' });
    const other = withItemEncryption(dynamo.newClient(), { [table]: encryptor });
    await other.send(new PutItemCommand({ TableName: table, Item: person('logical') }));
    expect((await encryptor.decryptItem(await stored('logical'))).plaintextItem).toEqual(person('logical'));
    const wrongTable = client.send(new GetItemCommand({ TableName: table, Key: keyOf('logical') }));
    await expect(wrongTable).rejects.toMatchObject({ code: 'ERR_DATA_KEY' });
    await plain.send(new DeleteItemCommand({ TableName: table, Key: keyOf('logical') }));
  });

  it('sends nothing where a stack is resolved in a way that passes the encryption by', async () => {
    const odd = dynamo.newClient();
    const { resolve } = odd.middlewareStack;
    const { concat } = odd.middlewareStack;
    withItemEncryption(odd, { [table]: encryption });
    odd.middlewareStack.concat = concat;
    odd.middlewareStack.resolve = resolve;
    const put = odd.send(new PutItemCommand({ TableName: table, Item: person('leak') }));
    await expect(put).rejects.toMatchObject({ code: 'ERR_REQUEST_UNSAFE' });
    expect(await stored('leak')).toEqual({});
  });
});

/** The input of a command as it reaches the serialiser, which is not run. */
async function requestOf(command: TransactWriteItemsCommand): Promise<TransactWriteItemsCommand['input']> {
  let seen: TransactWriteItemsCommand['input'] = {} as TransactWriteItemsCommand['input'];
  client.middlewareStack.add(
    () => async (args) => {
      seen = args.input as TransactWriteItemsCommand['input'];
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'build', priority: 'low', name: 'stop' },
  );
  await client.send(command);
  return seen;
}
