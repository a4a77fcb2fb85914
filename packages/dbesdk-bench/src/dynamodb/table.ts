import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { BenchwrightError } from '@benchwright/result-schema';
import { PARTITION_KEY, SORT_KEY } from '../items/item-layout.js';

const LONGEST_WAIT_SEC = 120;
const SHORTEST_DELAY_SEC = 1;

/** The table that the config names has other keys than the items. */
class TableSchemaError extends BenchwrightError {
  constructor(tableName: string, found: string) {
    super(
      'ERR_TABLE_KEY_SCHEMA',
      `table_name: the table ${tableName} has the keys ${found}, and the items have ${WANTED}`,
      { hint: 'Name a table that does not exist yet: it is made for the run and dropped afterwards.' },
    );
  }
}

const WANTED = `${PARTITION_KEY} (S, HASH), ${SORT_KEY} (N, RANGE)`;

/**
 * Makes the table, or checks the one that is there.
 *
 * @returns whether the table was made here, and must be dropped
 * @throws TableSchemaError
 */
export async function ensureTable(
  client: DynamoDBClient,
  tableName: string,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await describeTable(client, tableName);
  if (found !== null) {
    const keys = keysOf(found);
    if (keys !== WANTED) throw new TableSchemaError(tableName, keys);
    return false;
  }
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: PARTITION_KEY, AttributeType: 'S' },
        { AttributeName: SORT_KEY, AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists(
    {
      client,
      maxWaitTime: LONGEST_WAIT_SEC,
      minDelay: SHORTEST_DELAY_SEC,
      maxDelay: SHORTEST_DELAY_SEC,
      abortSignal: signal,
    },
    { TableName: tableName },
  );
  return true;
}

/** Removes the table and all that was put into it. */
export async function dropTable(client: DynamoDBClient, tableName: string): Promise<void> {
  await client.send(new DeleteTableCommand({ TableName: tableName }));
}

async function describeTable(client: DynamoDBClient, tableName: string): Promise<TableDescription | null> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

function keysOf({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): string {
  return KeySchema.map(({ AttributeName, KeyType }) => {
    const type = AttributeDefinitions.find((known) => known.AttributeName === AttributeName)?.AttributeType;
    return `${AttributeName} (${type}, ${KeyType})`;
  }).join(', ');
}
