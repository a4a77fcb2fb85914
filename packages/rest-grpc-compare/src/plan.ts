import { buildPlan, splitIterations } from '@benchwright/load-driver';
import type { FactorValue, Load, Plan, PlanCell } from '@benchwright/result-schema';
import { CLIENTS } from './clients.js';
import type { RestGrpcConfig } from './config.js';

/** The two cells of every comparison, by id. */
export type ProtocolId = 'rest' | 'grpc';

/**
 * Two cells that differ in the protocol alone, each with the same requests in the same split over the trials; the parts
 * sum to `requests` exactly. Fewer requests than trials make fewer trials. Pure: same config and seed, same plan.
 */
export function planRestGrpc(config: RestGrpcConfig, seed: number): Plan {
  return buildPlan([cellOf('rest', config), cellOf('grpc', config)], seed);
}

/** Uncounted requests before a trial: never more than are counted in all, so that `-r 10` does not send thousands. */
export function warmupLoad(config: RestGrpcConfig, isFirstTrial: boolean): Load | null {
  const wanted = isFirstTrial ? config.warmup.firstTrial : config.warmup.requests;
  const count = Math.min(wanted, config.requests);
  return count === 0 ? null : { model: 'iterations', count, concurrency: config.concurrency };
}

function cellOf(protocol: ProtocolId, config: RestGrpcConfig): PlanCell {
  const factors: Record<string, FactorValue> = {
    protocol,
    client: CLIENTS[protocol],
    operation: config.operation,
    connections: config.connections,
    concurrency: config.concurrency,
    ...sizeFactor(config),
  };
  return {
    id: protocol,
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
