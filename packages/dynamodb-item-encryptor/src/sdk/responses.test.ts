import { describe, expect, it } from 'vitest';
import type { AttributeMap } from '../attribute/attribute-value.js';
import { createItemEncryptor } from '../item-encryptor.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';
import { EncryptedTables } from './encrypted-tables.js';
import { openFailure, openResponse } from './responses.js';

const encryptor = createItemEncryptor({
  logicalTableName: 'people',
  partitionKeyName: 'pk',
  attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', secret: 'ENCRYPT_AND_SIGN' },
  keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32) }),
  algorithmSuiteId: 0x6700,
});
const tables = new EncryptedTables(new Map([['people', encryptor]]));
const arn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/people';
const item: AttributeMap = { pk: { S: 'a' }, secret: { S: 'b' } };
const { encryptedItem } = await encryptor.encryptItem(item);

describe('answers that no embedded DynamoDB gives', () => {
  it('transactions', async () => {
    const input = {
      TransactItems: [
        { Get: { TableName: arn } },
        { Get: { TableName: 'open' } },
        { Get: { TableName: 'people' } },
      ],
    };
    const output = { Responses: [{ Item: encryptedItem }, { Item: item }, {}] };
    expect(await openResponse('TransactGetItems', input, output, tables)).toEqual({
      Responses: [{ Item: item }, { Item: item }, {}],
    });
  });

  it('unprocessed writes', async () => {
    const remove = { DeleteRequest: { Key: { pk: { S: 'z' } } } };
    const UnprocessedItems = {
      [arn]: [{ PutRequest: { Item: encryptedItem } }, remove],
      open: [{ PutRequest: { Item: item } }],
    };
    expect(await openResponse('BatchWriteItem', {}, { UnprocessedItems }, tables)).toEqual({
      UnprocessedItems: {
        [arn]: [{ PutRequest: { Item: item } }, remove],
        open: [{ PutRequest: { Item: item } }],
      },
    });
  });

  it('the attributes that an update touched are no items', async () => {
    const output = { Attributes: { ':hits': { N: '2' } } };
    expect(
      await openResponse('UpdateItem', { TableName: 'people', ReturnValues: 'UPDATED_NEW' }, output, tables),
    ).toEqual(output);
  });

  it('items in the errors of failed conditions', async () => {
    const failed = Object.assign(new Error('condition'), { Item: encryptedItem });
    await openFailure(failed, { TableName: 'people' }, tables);
    expect(failed.Item).toEqual(item);

    const canceled = Object.assign(new Error('canceled'), {
      CancellationReasons: [{ Item: encryptedItem }, { Item: item }, {}],
    });
    const TransactItems = [{ Update: { TableName: 'people' } }, { Put: { TableName: 'open' } }, {}];
    await openFailure(canceled, { TransactItems }, tables);
    expect(canceled.CancellationReasons).toEqual([{ Item: item }, { Item: item }, {}]);
  });

  it('an item that cannot be trusted says which it was', async () => {
    const output = { Items: [encryptedItem, { ...encryptedItem, pk: { S: 'other' } }] };
    await expect(openResponse('Query', { TableName: 'people' }, output, tables)).rejects.toMatchObject({
      code: 'ERR_DATA_KEY',
      message: expect.stringMatching(/^item 2 of 2 in the answer: /),
    });
  });
});
