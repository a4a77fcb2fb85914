import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { functionArn } from './api/function-configuration.js';
import { createHttpApi } from './api/http-api.js';
import { LambdaOperations } from './api/operations.js';
import { openHierarchy } from './cgroup/open-hierarchy.js';
import { checkOptions, DEFAULT_ACCOUNT_CONCURRENCY, defaultUnreservedMinimum } from './check-options.js';
import { ConcurrencyBudget } from './concurrency-budget.js';
import { enforcementOf } from './environment/spawn-environment.js';
import type { Enforcement, LocalLambda, LocalLambdaOptions } from './function-definition.js';
import { FunctionRunner } from './function-runner.js';
import { Janitor } from './janitor.js';
import { LogStore } from './log-store.js';

/** A platform in this process. */
export interface Platform extends LocalLambda {
  readonly enforcement: Enforcement;
}

const DEFAULT_IDLE_MS = 5 * 60 * 1000;
const DEFAULT_INIT_TIMEOUT_MS = 10_000;
const DEFAULT_REGION = 'us-east-1';

/**
 * Starts a local Lambda in this process; environments are processes of their own.
 *
 * @throws LocalLambdaError for definitions that cannot be, and what the system says of the port or the log folder
 */
export async function startPlatform(options: LocalLambdaOptions, bootstrapFile: string): Promise<Platform> {
  checkOptions(options);
  const { functions, region = DEFAULT_REGION, useCgroups = true } = options;
  const logs = new LogStore(options.logFolder);
  await logs.open();
  const hierarchy = useCgroups ? openHierarchy() : null;
  const janitor = new Janitor(hierarchy?.folders ?? []);
  const parts = {
    region,
    bootstrapFile,
    hierarchy,
    janitor,
    logs,
    idleMs: options.idleMs ?? DEFAULT_IDLE_MS,
    initTimeoutMs: options.initTimeoutMs ?? DEFAULT_INIT_TIMEOUT_MS,
  };
  const budget = budgetOf(options);
  const runners = new Map(
    functions.map((definition) => {
      const arn = functionArn(region, definition.name);
      return [definition.name, new FunctionRunner(definition, arn, parts)];
    }),
  );
  const server = createHttpApi(new LambdaOperations(region, runners, budget));
  const closeParts = async (): Promise<void> => {
    await Promise.all([...runners.values()].map((runner) => runner.close()));
    hierarchy?.close();
    await janitor.close();
    await logs.flushAll();
  };
  try {
    await listen(server, options.port ?? 0);
  } catch (error) {
    await closeParts();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    enforcement: enforcementOf(hierarchy),
    logs: (functionName) => logs.read(functionName),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closeParts();
    },
  };
}

function budgetOf({
  functions,
  accountConcurrency = DEFAULT_ACCOUNT_CONCURRENCY,
  unreservedMinimum,
}: LocalLambdaOptions): ConcurrencyBudget {
  const minimum = unreservedMinimum ?? defaultUnreservedMinimum(accountConcurrency);
  const budget = new ConcurrencyBudget({ accountConcurrency, unreservedMinimum: minimum });
  for (const { name, reservedConcurrency = 0 } of functions) {
    if (reservedConcurrency > 0) budget.reserve(name, reservedConcurrency);
  }
  return budget;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
