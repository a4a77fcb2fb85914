import type {
  CeilingAnswer,
  CeilingContext,
  OpenContext,
  Session,
  SessionTarget,
  TrialContext,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { type Addresses, addressesOf, addressOf } from './addresses.js';
import { contenderCeiling } from './ceiling.js';
import {
  type CheckOptions,
  checkServers,
  checkStillThere,
  type ServerChecks,
} from './check/check-servers.js';
import { cellIdOf, contenderOf } from './clients.js';
import { type Closer, closeAll } from './close-all.js';
import type { RestGrpcConfig } from './config.js';
import { startEmbedded } from './embedded.js';
import { rangeOf } from './operation/request-sequence.js';
import { contendersOf, warmupLoad } from './plan.js';
import { PROXY_EXTRA } from './proxy.js';
import { openSide, type Side } from './side.js';

/**
 * Opens what a config compares: starts a server for each protocol, each in a process of its own, when the config names
 * none; looks at the servers; opens a driver for each contender. Nothing stays behind when it fails.
 *
 * @throws TargetUnreachableError when a server is down; TargetStartError when an embedded one does not start
 */
export async function openRestGrpc(config: RestGrpcConfig, ctx: OpenContext): Promise<Session> {
  const closers: Closer[] = [];
  try {
    const named = addressesOf(config);
    const embedded = named === null ? await startEmbedded(config.protocols, closers) : null;
    const addresses = named ?? embedded?.addresses ?? {};
    const checks = await checkServers(addresses, checkOptions(config, ctx));
    const sides = new Map<string, Side>();
    for (const contender of contendersOf(config)) {
      const { protocol } = contender;
      const check = checks[protocol];
      if (check === undefined) throw new Error(`the server of ${protocol} was not looked at`);
      const address = addressOf(addresses, protocol);
      const targetPid = embedded?.pids.get(protocol) ?? null;
      const side = await openSide({ contender, config, address, clock: ctx.clock, check, targetPid });
      closers.push(() => side.driver.close());
      sides.set(cellIdOf(contender), side);
    }
    const target: SessionTarget = {
      endpoints: { ...addresses },
      embedded: embedded !== null,
      pid: embedded?.pids.values().next().value ?? null,
    };
    return new RestGrpcSession({ config, ctx, target, addresses, checks, sides, closers });
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface SessionParts {
  readonly config: RestGrpcConfig;
  readonly ctx: OpenContext;
  readonly target: SessionTarget;
  readonly addresses: Addresses;
  readonly checks: ServerChecks;
  readonly sides: ReadonlyMap<string, Side>;
  readonly closers: Closer[];
}

class RestGrpcSession implements Session {
  readonly target: SessionTarget;
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.target = parts.target;
    this.#parts = parts;
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const side = this.#sideOf(cell);
    side.requests.seed = ctx.trialSeed;
    // A server that gave no answer to a plain question has nothing to warm, and may use up every timeout.
    const warmup = side.check.problem === null ? warmupLoad(this.#parts.config, !side.isWarm) : null;
    side.isWarm = true;
    const load = cell.trialLoads[trial]!;
    const extra = (): Record<string, number> => ({ [PROXY_EXTRA]: side.check.proxy });
    side.gate.isOpen = true;
    try {
      return await side.driver.runTrial({ cell: cell.id, trial, load, warmup, ctx, extra });
    } finally {
      side.gate.isOpen = false;
    }
  }

  measureCeiling(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer> {
    const client = contenderOf(cell)?.client ?? 'sdk';
    return contenderCeiling(this.#sideOf(cell), client, this.#parts.config, cell, ctx);
  }

  verify(): Promise<void> {
    const { addresses, checks, config, ctx } = this.#parts;
    return checkStillThere(addresses, checks, checkOptions(config, ctx));
  }

  close(): Promise<void> {
    return closeAll(this.#parts.closers);
  }

  #sideOf({ id }: PlanCell): Side {
    const side = this.#parts.sides.get(id);
    if (side === undefined) throw new Error(`the session has no contender ${id}`);
    return side;
  }
}

function checkOptions(config: RestGrpcConfig, { signal, events }: OpenContext): CheckOptions {
  return { userId: rangeOf(config).min, signal, events };
}
