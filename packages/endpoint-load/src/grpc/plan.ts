import { buildPlan } from '@benchwright/load-driver';
import type { Plan } from '@benchwright/result-schema';
import { loadCell } from '../load/load-cell.js';
import { type LoadSettings, loadName } from '../load/trial-loads.js';
import { type GrpcConfig, streamsOf } from './config.js';

/** One cell: the method under the load asked for, divided into trials, or a search. Pure: same config and seed, same plan. */
export function planGrpc(config: GrpcConfig, seed: number): Plan {
  const { rate, connections } = config;
  const pipeline = streamsOf(config);
  const factors = {
    protocol: config.address?.toLowerCase().startsWith('grpcs:') ? 'grpc over tls' : 'grpc',
    requests: config.method ?? 'no method',
    connections,
    connectionPolicy: 'shared',
    ...(pipeline > 1 ? { pipeline } : {}),
    load: loadName(config),
    ...(rate === null ? {} : { ratePerSec: rate }),
  };
  return buildPlan([loadCell('grpc', factors, { ...grpcLoadSettings(config), slo: config.slo })], seed);
}

/** What of a config says how calls are offered, in the words of the http suite. */
export function grpcLoadSettings(config: GrpcConfig): LoadSettings {
  return { ...config, pipeline: streamsOf(config) };
}
