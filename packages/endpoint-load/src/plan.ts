import { buildPlan } from '@benchwright/load-driver';
import type { FactorValue, Plan } from '@benchwright/result-schema';
import type { HttpConfig } from './config.js';
import { loadName, trialLoads } from './load/trial-loads.js';

/** The one cell of a run. */
const HTTP_CELL = 'http';

/** One cell: the endpoint under the load asked for, divided into trials. Pure: same config and seed, same plan. */
export function planHttp(config: HttpConfig, seed: number): Plan {
  return buildPlan([{ id: HTTP_CELL, factors: factorsOf(config), trialLoads: trialLoads(config) }], seed);
}

function factorsOf(config: HttpConfig): Record<string, FactorValue> {
  const { rate, method, targets, connections, connectionPolicy, pipeline, http2 } = config;
  const protocol = http2 ? 'http/2' : 'http/1.1';
  return {
    protocol: config.url?.toLowerCase().startsWith('https:') ? `${protocol} over tls` : protocol,
    requests: targets === null ? method : 'from targets',
    connections,
    connectionPolicy,
    ...(pipeline > 1 ? { pipeline } : {}),
    load: loadName(config),
    ...(rate === null ? {} : { ratePerSec: rate }),
  };
}
