import { type LoadSettings, loadName } from '@benchwright/endpoint-load';
import type { FactorValue } from '@benchwright/result-schema';
import type { DidSettings } from './config.js';
import type { CellOperation } from './operations.js';

/** What a run measures, in the order of the config. Pure. */
export function cellOperations({ operations, mix, requestsFile }: DidSettings): CellOperation[] {
  return [
    ...operations,
    ...(mix === null ? [] : (['mix'] as const)),
    ...(requestsFile === null ? [] : (['requests'] as const)),
  ];
}

/** The factors of a cell. `users` are connections, each with one request under way. Pure. */
export function cellFactors(operation: CellOperation, config: DidSettings): Record<string, FactorValue> {
  const { family, connections, connectionPolicy, rate } = config;
  return {
    operation,
    family,
    users: connections,
    connectionPolicy,
    load: loadName(config),
    ...(rate === null ? {} : { ratePerSec: rate }),
  };
}

/** How the requests of every cell are offered: each user has one under way. Pure. */
export function loadSettings(config: DidSettings): LoadSettings & { readonly slo: readonly string[] } {
  return { ...config, pipeline: 1 };
}
