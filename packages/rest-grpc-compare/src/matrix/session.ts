import type {
  CeilingAnswer,
  CeilingContext,
  OpenContext,
  Session,
  SessionTarget,
  TrialContext,
} from '@benchwright/load-driver';
import type { Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { type Addresses, URL_FIELDS } from '../addresses.js';
import { contenderCeiling } from '../ceiling.js';
import {
  type CheckOptions,
  checkServers,
  checkStillThere,
  type ServerChecks,
} from '../check/check-servers.js';
import { type Closer, closeAll } from '../close-all.js';
import { type RestGrpcConfig, restGrpcConfigSchema } from '../config.js';
import { type EmbeddedServers, startEmbedded } from '../embedded.js';
import { parseLinkProfile } from '../network/parse-link-profile.js';
import { dialectOf } from '../operation/dialect.js';
import { RequestSequence } from '../operation/request-sequence.js';
import { serverAt } from '../server.js';
import { openSide, type Side } from '../side.js';
import type { MatrixConfig } from './config.js';
import { MessageCosts } from './message-cost.js';
import { type Networks, openNetworks } from './network-of.js';
import { type OperationSpec, parseOperationSpec } from './operation-spec.js';
import { type MatrixFactors, matrixFactorsOf, warmupNs } from './plan.js';
import { residentBytes } from './resident-bytes.js';
import { EXTRA } from './trial-extras.js';

/** Requests under way while client and server are compiled. */
const COMPILING_CONCURRENCY = 32;

/** An id that every server of the users API has. */
const KNOWN_USER_ID = 1;

/**
 * Starts a server for each protocol, each in a process of its own, and the proxy that stands for the networks; looks at all of them. Nothing
 * stays behind when it fails.
 *
 * @throws TargetStartError when a server or the proxy does not start; TargetUnreachableError when one does not answer
 */
export async function openMatrix(config: MatrixConfig, ctx: OpenContext): Promise<Session> {
  const closers: Closer[] = [];
  try {
    const embedded = await startEmbedded(config.protocols, closers);
    const { addresses } = embedded;
    const checks = await checkServers(addresses, checkOptions(ctx));
    const networks = await openNetworks({
      networks: config.networks,
      addresses,
      seed: ctx.seed,
      clock: ctx.clock,
      events: ctx.events,
    });
    const { process } = networks;
    if (process !== null) closers.push(() => process.close());
    return new MatrixSession({ config, ctx, embedded, checks, networks, closers });
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface SessionParts {
  readonly config: MatrixConfig;
  readonly ctx: OpenContext;
  readonly embedded: EmbeddedServers;
  readonly checks: ServerChecks;
  readonly networks: Networks;
  readonly closers: Closer[];
}

class MatrixSession implements Session {
  readonly target: SessionTarget;
  readonly #parts: SessionParts;
  readonly #addresses: Addresses;
  readonly #messages: MessageCosts;
  /** Protocols and operations whose code is compiled. */
  readonly #compiled = new Set<string>();

  constructor(parts: SessionParts) {
    const { addresses, pids } = parts.embedded;
    const pid = pids.values().next().value ?? null;
    this.target = { endpoints: { ...addresses }, embedded: true, pid };
    this.#addresses = addresses;
    this.#parts = parts;
    this.#messages = new MessageCosts();
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const factors = matrixFactorsOf(cell);
    const operation = operationOf(factors);
    await this.#compile(cell, factors, operation, ctx);
    const extra = this.#messageCosts(factors, operation);
    const { process } = this.#parts.networks;
    const side = await this.#open(factors, operation, factors.network, factors.concurrency);
    try {
      side.requests.seed = ctx.trialSeed;
      side.gate.isOpen = true;
      const rss = residentBytes(this.#pidOf(factors));
      if (rss !== null) extra[EXTRA.serverRssBeforeBytes] = rss;
      await process?.takeFigures();
      const beganNs = this.#parts.ctx.clock.nowNs();
      const record = await side.driver.runTrial({
        cell: cell.id,
        trial,
        load: cell.trialLoads[trial]!,
        warmup: this.#warmup(factors),
        ctx,
      });
      return { ...record, extra: { ...extra, ...(await this.#linkFigures(factors, beganNs)) } };
    } finally {
      await side.driver.close();
    }
  }

  /** Without the network: what the generator could offer of this exchange if nothing lay between. Networks share one. */
  measureCeiling(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const factors = matrixFactorsOf(cell);
    const { protocol, client, concurrency } = factors;
    const { config } = this.#parts;
    const address = this.#addresses[protocol] ?? '';
    const side = sideConfig(config, operationOf(factors), { protocol, client, address, concurrency });
    const requests = new RequestSequence(side);
    const server = serverAt(protocol, address);
    const dialect = dialectOf(protocol, requests.call, server.path);
    const ceilingConfig = { ...side, ceiling: config.ceiling };
    return contenderCeiling({ server, dialect, requests }, client, ceilingConfig, cell, ctx);
  }

  verify(): Promise<void> {
    const { checks, ctx } = this.#parts;
    return checkStillThere(this.#addresses, checks, checkOptions(ctx));
  }

  close(): Promise<void> {
    return closeAll(this.#parts.closers);
  }

  /** Warms protocol and operation without a network: at 300 ms a round trip no code would ever be hot. */
  async #compile(
    cell: PlanCell,
    factors: MatrixFactors,
    operation: OperationSpec,
    ctx: TrialContext,
  ): Promise<void> {
    const { firstTrial } = this.#parts.config.warmup;
    const key = `${factors.protocol} ${operation.name}`;
    if (this.#compiled.has(key) || firstTrial === 0) return;
    this.#compiled.add(key);
    const side = await this.#open(factors, operation, null, COMPILING_CONCURRENCY);
    try {
      side.gate.isOpen = true;
      const load: Load = { model: 'closed', concurrency: COMPILING_CONCURRENCY, durationNs: firstTrial };
      await side.driver.warmUp({ cell: cell.id, trial: 0, load, warmup: load, ctx });
    } finally {
      await side.driver.close();
    }
  }

  #open(
    { protocol, client }: MatrixFactors,
    operation: OperationSpec,
    network: string | null,
    concurrency: number,
  ): Promise<Side> {
    const { networks, config, ctx, checks, embedded } = this.#parts;
    const direct = this.#addresses[protocol] ?? '';
    const address = network === null ? direct : networks.addressOf(network, protocol);
    const check = checks[protocol];
    if (check === undefined) throw new Error(`the server of ${protocol} was not looked at`);
    return openSide({
      contender: { protocol, client },
      config: sideConfig(config, operation, { protocol, client, address, concurrency }),
      address,
      clock: ctx.clock,
      check,
      targetPid: embedded.pids.get(protocol) ?? null,
    });
  }

  #warmup({ network, concurrency }: MatrixFactors): Load | null {
    const durationNs = warmupNs(this.#parts.config, parseLinkProfile(network));
    return durationNs === 0 ? null : { model: 'closed', concurrency, durationNs };
  }

  #messageCosts({ protocol }: MatrixFactors, operation: OperationSpec): Record<string, number> {
    const cost = this.#messages.measure(protocol, operation);
    if (cost === null) return {};
    return { [EXTRA.serverMessagesNs]: cost.serverNs, [EXTRA.clientMessagesNs]: cost.clientNs };
  }

  async #linkFigures({ network }: MatrixFactors, beganNs: number): Promise<Record<string, number>> {
    const { networks, ctx } = this.#parts;
    const roundTrip = networks.measuredRoundTripNs(network);
    if (networks.process === null || roundTrip === null) return {};
    const { lateness, cpuNs } = await networks.process.takeFigures();
    return {
      [EXTRA.linkRoundTripNs]: roundTrip,
      [EXTRA.linkLateMeanNs]: lateness.meanNs,
      [EXTRA.linkLateP99Ns]: lateness.p99Ns,
      [EXTRA.proxyCpuShare]: cpuNs / (ctx.clock.nowNs() - beganNs),
    };
  }

  #pidOf({ protocol }: MatrixFactors): number {
    return this.#parts.embedded.pids.get(protocol) ?? 0;
  }
}

function operationOf({ operation }: MatrixFactors): OperationSpec {
  const spec = parseOperationSpec(operation);
  if (spec === null) throw new Error(`no operation: ${operation}`);
  return spec;
}

/** One cell as the rest-grpc suite would be told it. */
function sideConfig(
  { timeout }: MatrixConfig,
  { operation, size }: OperationSpec,
  {
    protocol,
    client,
    address,
    concurrency,
  }: Pick<MatrixFactors, 'protocol' | 'client' | 'concurrency'> & { address: string },
): RestGrpcConfig {
  return restGrpcConfigSchema.parse({
    protocols: [protocol],
    clients: [client],
    [URL_FIELDS[protocol]]: address,
    operation,
    pageSize: size,
    searchLimit: size,
    bulkSize: size,
    concurrency,
    timeout,
  });
}

function checkOptions({ signal, events }: OpenContext): CheckOptions {
  return { userId: KNOWN_USER_ID, signal, events };
}
