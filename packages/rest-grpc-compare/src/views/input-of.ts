import { BenchwrightError, type CellResult, type RunResult } from '@benchwright/result-schema';
import { addressesOf } from '../addresses.js';
import type { ComparisonInput, TestFacts, TestMetadata } from '../comparison-input.js';
import { type RestGrpcConfig, restGrpcConfigSchema } from '../config.js';
import { proxyNamedBy } from '../proxy.js';
import { evidenceOf } from './evidence-of.js';
import { metricResultOf } from './metric-result-of.js';

/** The result is not one of this suite. */
export class NotAComparisonError extends BenchwrightError {
  constructor(result: RunResult) {
    super(
      'ERR_NOT_A_COMPARISON',
      `the result of suite ${result.suite} has no cells rest and grpc to compare`,
      {
        hint: 'This view is for results of the rest-grpc suite.',
      },
    );
  }
}

/**
 * What the views show, taken from a result.
 *
 * @throws NotAComparisonError when the result is of another suite
 */
export function comparisonInputOf(result: RunResult): ComparisonInput {
  const config = configOf(result);
  const rest = result.cells.find((cell) => cell.id === 'rest');
  const grpc = result.cells.find((cell) => cell.id === 'grpc');
  if (rest === undefined || grpc === undefined) throw new NotAComparisonError(result);
  return {
    metadata: metadataOf(result, config),
    rest: metricResultOf(rest, 'REST'),
    grpc: metricResultOf(grpc, 'gRPC'),
    evidence: evidenceOf(result.comparisons),
    facts: factsOf(result, config, rest, grpc),
    validity: { overall: result.validity, rest: rest.validity, grpc: grpc.validity },
    proxies: proxiesOf(rest, grpc),
  };
}

/** A result outlives its suite's version: what its config does not tell any more is taken to be the default. */
function configOf(result: RunResult): RestGrpcConfig {
  const parsed = restGrpcConfigSchema.safeParse(result.run.config);
  return parsed.success ? parsed.data : restGrpcConfigSchema.parse({});
}

function metadataOf(result: RunResult, config: RestGrpcConfig): TestMetadata {
  const addresses = addressesOf(config);
  return {
    timestamp: new Date(result.run.startedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    requests_per_protocol: config.requests,
    user_id_range: config.userIdRange,
    rest_url: addresses?.rest ?? 'http://127.0.0.1',
    grpc_url: addresses?.grpc ?? '127.0.0.1',
  };
}

function factsOf(result: RunResult, config: RestGrpcConfig, rest: CellResult, grpc: CellResult): TestFacts {
  const inGrpc = new Set(grpc.trials > 0 ? grpc.series.map(({ trial }) => trial) : []);
  const inRest = rest.trials > 0 ? rest.series.map(({ trial }) => trial) : [];
  return {
    operation: config.operation,
    embedded: addressesOf(config) === null,
    rounds: inRest.filter((trial) => inGrpc.has(trial)).length,
    plannedRounds: Math.max(rest.plannedTrials, grpc.plannedTrials),
    seed: result.run.seed,
    concurrency: config.concurrency,
    connections: config.connections,
    restClient: String(rest.factors.client ?? 'undici'),
    grpcClient: String(grpc.factors.client ?? '@grpc/grpc-js'),
    complete: result.run.outcome === 'completed',
  };
}

function proxiesOf(rest: CellResult, grpc: CellResult): NonNullable<ComparisonInput['proxies']> {
  const [restProxy, grpcProxy] = [rest, grpc].map((cell) => proxyNamedBy(cell.validity.reasons));
  return {
    ...(restProxy === undefined ? {} : { REST: restProxy }),
    ...(grpcProxy === undefined ? {} : { gRPC: grpcProxy }),
  };
}
