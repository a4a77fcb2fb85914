import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { PlanCell } from '@benchwright/result-schema';
import { FunctionsError } from '../errors.js';
import { addressed } from './addressed.js';
import { type DeployedFunction, matchFunctions } from './match-functions.js';
import { explainServiceError, statusOf } from './service-errors.js';

export interface LambdaAddress {
  /** Null: AWS. */
  readonly endpoint: string | null;
  readonly region: string;
}

/** A client that neither retries nor queues: both would hide in a latency. */
export function createLambdaClient(
  { endpoint, region }: LambdaAddress,
  { isLocal, sockets, timeoutNs }: { isLocal: boolean; sockets: number; timeoutNs: number },
): LambdaClient {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new LambdaClient({
    region,
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: timeoutNs / 1e6,
      connectionTimeout: 5000,
      httpAgent: { keepAlive: true, maxSockets: sockets },
      httpsAgent: { keepAlive: true, maxSockets: sockets },
    },
    ...addressed(endpoint, isLocal),
  });
}

/**
 * Lists the functions that begin with a prefix, page by page, and holds them against the plan.
 *
 * @returns remarks about functions that are not measured
 * @throws FunctionsError when one is missing or not what its name says; CredentialsError, TargetUnreachableError
 */
export async function checkDeployed(
  client: LambdaClient,
  prefix: string,
  cells: readonly PlanCell[],
  address: string,
): Promise<readonly string[]> {
  const { problems, unused } = matchFunctions(cells, await listFunctions(client, prefix, address));
  if (problems.length > 0) {
    const hint =
      'Deploy the design (infra in @benchwright/s3-ingest), or say in design: and --function-prefix what there is';
    throw new FunctionsError([...problems, ...unused], hint);
  }
  return unused;
}

/** Every function whose name begins so, all pages of them. */
async function listFunctions(
  client: LambdaClient,
  prefix: string,
  address: string,
): Promise<DeployedFunction[]> {
  const found: DeployedFunction[] = [];
  try {
    for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
      for (const { FunctionName: name, MemorySize, Environment } of Functions) {
        if (name?.startsWith(prefix) !== true) continue;
        found.push({ name, memoryMb: MemorySize ?? null, env: { ...Environment?.Variables } });
      }
    }
  } catch (error) {
    if (statusOf(error) === 403) {
      const message = `listing functions at ${address} is denied`;
      throw new FunctionsError(
        [message],
        'The credentials need lambda:ListFunctions and lambda:InvokeFunction',
      );
    }
    throw explainServiceError(error, 'Lambda', address);
  }
  return found;
}
