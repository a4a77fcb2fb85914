import { BenchwrightError, type CellResult, type RunResult } from '@benchwright/result-schema';
import { addressesOf } from '../addresses.js';
import { contenderOf } from '../clients.js';
import type { ComparisonInput, TestFacts, TestMetadata } from '../comparison-input.js';
import { type RestGrpcConfig, restGrpcConfigSchema } from '../config.js';
import type { ProtocolId } from '../protocols.js';
import { proxyNamedBy } from '../proxy.js';
import { contendersIn, libraryOf } from './contender-figures.js';
import { evidenceOf } from './evidence-of.js';
import { metricResultOf } from './metric-result-of.js';

/** The result is not one of this suite. */
export class NotAComparisonError extends BenchwrightError {
  constructor(result: RunResult) {
    super(
      'ERR_NOT_A_COMPARISON',
      `the result of suite ${result.suite} has no cells of REST and gRPC to compare`,
      {
        hint: 'This view is for results of the rest-grpc suite that compare REST and gRPC.',
      },
    );
  }
}

/**
 * What the original's outputs show, taken from a result: REST and gRPC through the first client that saw both.
 *
 * @throws NotAComparisonError when the result is of another suite, or compares other protocols
 */
export function comparisonInputOf(result: RunResult): ComparisonInput {
  const pair = pairOf(result);
  if (pair === null) throw new NotAComparisonError(result);
  const { rest, grpc } = pair;
  const config = configOf(result);
  const contenders = contendersIn(result);
  return {
    metadata: metadataOf(result, config),
    rest: metricResultOf(rest, 'REST'),
    grpc: metricResultOf(grpc, 'gRPC'),
    evidence: evidenceOf(result.comparisons, rest.id, grpc.id),
    facts: factsOf(result, config, rest, grpc),
    validity: { overall: result.validity, rest: rest.validity, grpc: grpc.validity },
    proxies: proxiesOf(rest, grpc),
    ...(contenders.figures.length > 2 ? { contenders } : {}),
  };
}

interface PairOfCells {
  readonly rest: CellResult;
  readonly grpc: CellResult;
}

/** The cells that the original's outputs are about; null when the run had no such pair. */
export function pairOf({ cells }: RunResult): PairOfCells | null {
  const clients = cells.map((cell) => contenderOf(cell)?.client);
  for (const client of new Set(clients)) {
    const cellOf = (protocol: ProtocolId): CellResult | undefined =>
      cells.find((cell) => {
        const contender = contenderOf(cell);
        return contender?.protocol === protocol && contender.client === client;
      });
    const [rest, grpc] = [cellOf('rest'), cellOf('grpc')];
    if (client !== undefined && rest !== undefined && grpc !== undefined) return { rest, grpc };
  }
  return null;
}

/** A result outlives its suite's version: what its config does not tell any more is taken to be the default. */
export function configOf(result: RunResult): RestGrpcConfig {
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
    restClient: libraryOf(rest),
    grpcClient: libraryOf(grpc),
    client: contenderOf(rest)?.client ?? 'sdk',
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
