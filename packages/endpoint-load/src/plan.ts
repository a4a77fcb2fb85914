import { buildPlan } from '@benchwright/load-driver';
import type { FactorValue, Plan } from '@benchwright/result-schema';
import type { HttpConfig } from './config.js';
import { loadCell } from './load/load-cell.js';
import { loadName } from './load/trial-loads.js';

/** The one cell of a run. */
const HTTP_CELL = 'http';

/** One cell: the endpoint under the load asked for, divided into trials, or a search. Pure: same config and seed, same plan. */
export function planHttp(config: HttpConfig, seed: number): Plan {
  return buildPlan([loadCell(HTTP_CELL, factorsOf(config), config)], seed);
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
