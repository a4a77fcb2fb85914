import { buildPlan } from '@benchwright/load-driver';
import type { Load, Plan, PlanCell } from '@benchwright/result-schema';
import { CLIENTS, type ClientKind } from '../clients.js';
import type { LinkProfile } from '../network/link-profile.js';
import { parseLinkProfile } from '../network/parse-link-profile.js';
import { PROTOCOLS, type ProtocolId } from '../protocols.js';
import type { MatrixConfig } from './config.js';
import { parseOperationSpec } from './operation-spec.js';

/** Where a cell stands in the grid, as its factors say it. */
export interface MatrixFactors {
  readonly network: string;
  /** With its size: `listUsers:100`. */
  readonly operation: string;
  readonly concurrency: number;
  readonly protocol: ProtocolId;
  readonly client: ClientKind;
  readonly library: string;
}

/** Fewer answers than these would be a trial of single requests. */
const ROUND_TRIPS_PER_TRIAL = 10;
/** A connection takes two until its first answer. */
const ROUND_TRIPS_TO_WARM = 4;

/** Every combination of network, operation, concurrency and protocol is a cell; all are interleaved in one plan. Pure. */
export function planMatrix(config: MatrixConfig, seed: number): Plan {
  const { client, trials } = config;
  const cells = config.networks.flatMap((network) => {
    const load = (concurrency: number): Load => ({
      model: 'closed',
      concurrency,
      durationNs: Math.max(config.duration, ROUND_TRIPS_PER_TRIAL * roundTripNs(parseLinkProfile(network))),
    });
    return config.operations.flatMap((text) => {
      const operation = parseOperationSpec(text)?.name ?? text;
      return config.concurrency.flatMap((concurrency) =>
        PROTOCOLS.filter((protocol) => config.protocols.includes(protocol)).map((protocol): PlanCell => {
          const library = CLIENTS[client][protocol];
          const factors = {
            network,
            operation,
            concurrency,
            protocol,
            client,
            library,
          } satisfies MatrixFactors;
          const id = `${network}/${operation}/${concurrency}/${protocol}`;
          return { id, factors, trialLoads: Array.from({ length: trials }, () => load(concurrency)) };
        }),
      );
    });
  });
  return buildPlan(cells, seed);
}

/** The factors of a cell, typed. The plan put them there. */
export function matrixFactorsOf({ factors }: { readonly factors: PlanCell['factors'] }): MatrixFactors {
  return factors as unknown as MatrixFactors;
}

/** What a network adds to a round trip at least, 0 without one. */
function roundTripNs(profile: LinkProfile | null): number {
  return profile === null ? 0 : 2 * profile.oneWayDelayNs;
}

/** How long a trial is warmed over its network. */
export function warmupNs(config: MatrixConfig, profile: LinkProfile | null): number {
  return config.warmup.trial === 0
    ? 0
    : Math.max(config.warmup.trial, ROUND_TRIPS_TO_WARM * roundTripNs(profile));
}

/** Connecting, measuring the messages, waiting for the last answers: what a trial takes beside its load. */
const OVERHEAD_NS = 0.2e9;
/** Servers, proxy and a look at them. */
const START_NS = 3e9;
/** Compiling what encodes and decodes, for each protocol and operation. */
const MESSAGES_NS = 0.8e9;
/** The responder that a ceiling is measured against comes up and goes. */
const RESPONDER_NS = 0.5e9;

/** How long a run of this plan takes, about. */
export function estimateMatrixNs(config: MatrixConfig, plan: Plan): number {
  const cells = new Map(plan.cells.map((cell) => [cell.id, cell]));
  const pairs = config.protocols.length * config.operations.length;
  const first = pairs * (config.warmup.firstTrial + MESSAGES_NS);
  const ceilings =
    config.client === 'raw' && config.ceiling !== false ? pairs * config.concurrency.length : 0;
  const beside = first + ceilings * (Number(config.ceiling) + RESPONDER_NS);
  return plan.order.reduce((sum, { cell: id, trial }) => {
    const cell = cells.get(id);
    const load = cell?.trialLoads[trial];
    if (cell === undefined || load?.model !== 'closed') return sum;
    const profile = parseLinkProfile(matrixFactorsOf(cell).network);
    return sum + load.durationNs + warmupNs(config, profile) + 2 * roundTripNs(profile) + OVERHEAD_NS;
  }, START_NS + beside);
}
