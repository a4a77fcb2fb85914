import {
  buildPlan,
  searchCell,
  searchConfigOf,
  searchLoadOf,
  splitIterations,
} from '@benchwright/load-driver';
import type { FactorValue, Load, Plan, PlanCell } from '@benchwright/result-schema';
import { addressesOf } from './addresses.js';
import { CLIENTS, type Contender, cellIdOf } from './clients.js';
import type { RestGrpcConfig } from './config.js';
import { PROTOCOLS } from './protocols.js';

/**
 * A cell for each protocol and client, all with the same requests in the same split over the trials; the parts sum to
 * `requests` exactly. Fewer requests than trials make fewer trials. Pure: same config and seed, same plan.
 */
export function planRestGrpc(config: RestGrpcConfig, seed: number): Plan {
  return buildPlan(
    contendersOf(config).map((contender) => cellOf(contender, config)),
    seed,
  );
}

/** What is compared: each protocol with the first client, then each with the next. */
export function contendersOf({
  protocols,
  clients,
}: Pick<RestGrpcConfig, 'protocols' | 'clients'>): Contender[] {
  return clients.flatMap((client) =>
    PROTOCOLS.filter((protocol) => protocols.includes(protocol)).map((protocol) => ({ protocol, client })),
  );
}

/** What servers that the user named get at most before the first trial: enough for this client's own code to be compiled. */
const MOST_UNASKED = 10_000;

/**
 * What is offered, uncounted, before a trial. Before the first one the suite's own servers are warmed for a time, because
 * client and server are both compiled while they run; the user's servers get no more requests than were asked for.
 */
export function warmupLoad(config: RestGrpcConfig, isFirstTrial: boolean): Load | null {
  const { concurrency, requests, warmup } = config;
  if (isFirstTrial && warmup.firstTrial === 0) return null;
  if (isFirstTrial && addressesOf(config) === null) {
    return { model: 'closed', concurrency, durationNs: warmup.firstTrial };
  }
  const count = Math.min(isFirstTrial ? MOST_UNASKED : warmup.requests, requests);
  return count === 0 ? null : { model: 'iterations', count, concurrency };
}

function cellOf(contender: Contender, config: RestGrpcConfig): PlanCell {
  const { protocol, client } = contender;
  const factors: Record<string, FactorValue> = {
    protocol,
    client,
    library: CLIENTS[client][protocol],
    operation: config.operation,
    connections: config.connections,
    concurrency: config.concurrency,
    ...sizeFactor(config),
  };
  const id = cellIdOf(contender);
  const search = searchConfigOf(config.load);
  if (search !== null) return searchCell(id, factors, searchLoadOf(search, config.slo));
  return {
    id,
    factors,
    trialLoads: splitIterations(config.requests, config.trials, config.concurrency),
  };
}

function sizeFactor(config: RestGrpcConfig): Record<string, FactorValue> {
  switch (config.operation) {
    case 'listUsers':
      return { pageSize: config.pageSize };
    case 'searchUsers':
      return { searchLimit: config.searchLimit };
    case 'bulkCreateUsers':
      return { bulkSize: config.bulkSize };
    default:
      return {};
  }
}
