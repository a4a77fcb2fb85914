import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  classifyError,
  type OpenContext,
  type SessionTarget,
  startTargetProcess,
  TargetUnreachableError,
  unreachableHint,
} from '@benchwright/load-driver';
import { dynamoDbEntry } from '../built-modules.js';
import { addressOf, type DynamoDbTarget } from '../dynamodb-target.js';
import { CredentialsError } from '../errors.js';
import { dropTable, ensureTable } from './table.js';

const REQUEST_TIMEOUT_NS = 30e9;
const NS_PER_MS = 1e6;
/** More than any level of concurrency: a request must never wait for a socket of ours. */
const MOST_SOCKETS = 512;

/** An open table that items are put into. */
export interface Store {
  /** A client with connections of its own, to be destroyed by who asked for it. */
  newClient(): DynamoDBClient;
  readonly tableName: string;
  readonly target: SessionTarget;
  readonly timeoutNs: number;
  /** Ports whose sockets are watched for wire bytes. */
  readonly ports: readonly number[];
  /** Drops the table if it was made for this run, and ends what was started. */
  close(): Promise<void>;
}

/**
 * Reaches DynamoDB and makes the table, or checks the one that is there. Nothing stays behind when it fails.
 *
 * @throws TargetUnreachableError when nobody answers; CredentialsError when there are none; TableSchemaError when the table has other keys; TargetStartError
 */
export async function openStore(
  target: DynamoDbTarget,
  tableName: string,
  { signal }: Pick<OpenContext, 'signal'>,
): Promise<Store> {
  const embedded = target.kind === 'embedded' ? await startTargetProcess({ entry: dynamoDbEntry }) : null;
  const url = embedded?.endpoints.dynamodb ?? addressOf(target);
  if (url === undefined || url === null) throw new Error('the embedded DynamoDB announced no endpoint');
  const client = createClient(target, url);
  const end = async (): Promise<void> => {
    client.destroy();
    await embedded?.close();
  };
  try {
    const isOurs = await reached(url, () => ensureTable(client, tableName, signal));
    return {
      newClient: () => createClient(target, url),
      tableName,
      target: { endpoints: { dynamodb: url }, embedded: embedded !== null, pid: embedded?.pid ?? null },
      timeoutNs: REQUEST_TIMEOUT_NS,
      ports: [portOf(url)],
      close: async () => {
        try {
          if (isOurs) await dropTable(client, tableName);
        } finally {
          await end();
        }
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** AWS takes its credentials from where every SDK does; endpoints by URL take any, so they need not be set up for one. */
function createClient(target: DynamoDbTarget, url: string): DynamoDBClient {
  // The SDK announces its next floor on stderr, amid the progress; the catalog's floor moves with it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const hasOwn = process.env.AWS_ACCESS_KEY_ID !== undefined || process.env.AWS_PROFILE !== undefined;
  const anybody = { accessKeyId: 'benchwright', secretAccessKey: 'benchwright' };
  return new DynamoDBClient({
    region: target.kind === 'aws' ? target.region : 'us-east-1',
    // Of AWS itself the SDK knows the address better; an override must be the one that was checked.
    ...(target.kind === 'aws' && target.override === null ? {} : { endpoint: url }),
    ...(target.kind === 'embedded' || (target.kind === 'endpoint' && !hasOwn)
      ? { credentials: anybody }
      : {}),
    // A retry inside the client would hide a failure in a longer latency.
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: REQUEST_TIMEOUT_NS / NS_PER_MS,
      connectionTimeout: 5000,
      httpAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MOST_SOCKETS },
    },
  });
}

/** Errors of the network, as against answers, mean that nobody is there. */
async function reached<T>(url: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (typeof error === 'object' && error !== null && '$metadata' in error && hasStatus(error.$metadata))
      throw error;
    if (error instanceof Error && error.name === 'CredentialsProviderError')
      throw new CredentialsError(error);
    if (!(error instanceof Error) || !('code' in error || '$metadata' in error)) throw error;
    if (error.name === 'TableSchemaError') throw error;
    const found = classifyError(error);
    throw new TargetUnreachableError(url, [`${url}: ${found} (${error.message})`], unreachableHint(found), {
      cause: error,
    });
  }
}

function hasStatus(metadata: unknown): boolean {
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    metadata.httpStatusCode !== undefined
  );
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
