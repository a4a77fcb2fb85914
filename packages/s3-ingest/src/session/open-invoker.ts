import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { OpenContext, SessionTarget } from '@benchwright/load-driver';
import type { PlanCell } from '@benchwright/result-schema';
import type { S3IngestConfig } from '../config.js';
import { slotsOf } from '../plan.js';
import { checkDeployed, createLambdaClient } from './deployed-functions.js';
import { startLocalFunctions } from './local-functions.js';
import { openStorage, type Storage } from './open-storage.js';

/** The functions of a run, ready to be invoked. */
export interface Invoker {
  readonly client: LambdaClient;
  readonly address: string;
  /** Where local functions write to; null where the functions run elsewhere. */
  readonly storage: Storage | null;
  readonly target: SessionTarget;
  /** Whether the local Lambda has ended, which nobody asked it to; never where the functions run elsewhere. */
  hasEnded(): boolean;
  /** The same functions in a new local Lambda, on the same storage; this invoker must not be used afterwards, closing it included. */
  restart(): Promise<Invoker>;
  /** Throws when what is measured is gone. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the functions of the plan on this machine, with an S3 if none is named, or finds those that are deployed. Nothing stays behind
 * when it fails.
 */
export async function openInvoker(config: S3IngestConfig, ctx: OpenContext): Promise<Invoker> {
  return config.functions === 'local' ? await openLocal(config, ctx) : await openDeployed(config, ctx);
}

async function openLocal(config: S3IngestConfig, { plan }: OpenContext): Promise<Invoker> {
  const storage = await openStorage(config);
  try {
    return await startOn(storage, config, plan.cells);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function startOn(
  storage: Storage,
  config: S3IngestConfig,
  cells: readonly PlanCell[],
): Promise<Invoker> {
  const lambda = await startLocalFunctions(config, cells, storage);
  let ended = false;
  void lambda.exited.then(() => {
    ended = true;
  });
  const address = { endpoint: lambda.endpoint, region: config.region };
  const client = createLambdaClient(address, clientOptions(config, true));
  const closeLambda = async (): Promise<void> => {
    client.destroy();
    await lambda.close();
  };
  return {
    client,
    address: lambda.endpoint,
    storage,
    target: { endpoints: { lambda: lambda.endpoint, s3: storage.address }, embedded: true, pid: lambda.pid },
    hasEnded: () => ended,
    restart: async () => {
      await closeLambda();
      return await startOn(storage, config, cells);
    },
    verify: () => storage.check(),
    close: async () => {
      await closeLambda();
      await storage.close();
    },
  };
}

async function openDeployed(config: S3IngestConfig, { plan, events }: OpenContext): Promise<Invoker> {
  const { lambdaEndpoint: endpoint, region, functionPrefix } = config;
  const address = endpoint ?? `https://lambda.${region}.amazonaws.com`;
  const client = createLambdaClient({ endpoint, region }, clientOptions(config, false));
  const check = () => checkDeployed(client, functionPrefix, plan.cells, address);
  try {
    for (const text of await check()) {
      events({ type: 'warning', code: 'FUNCTION_NOT_MEASURED', text: `not measured: ${text}` });
    }
  } catch (error) {
    client.destroy();
    throw error;
  }
  return {
    client,
    address,
    storage: null,
    target: { endpoints: { lambda: address }, embedded: false, pid: null },
    hasEnded: () => false,
    restart: () => Promise.reject(new Error('functions that run elsewhere are not ours to start')),
    verify: async () => void (await check()),
    close: async () => client.destroy(),
  };
}

function clientOptions(config: S3IngestConfig, isLocal: boolean) {
  return { isLocal, sockets: Math.max(slotsOf(config), config.concurrency), timeoutNs: config.timeout };
}
