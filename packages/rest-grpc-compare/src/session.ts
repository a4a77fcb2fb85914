import {
  type OpenContext,
  type Session,
  type SessionTarget,
  startTargetProcess,
  type TargetProcess,
  type TrialContext,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { type Addresses, addressesOf, addressOf } from './addresses.js';
import {
  type CheckOptions,
  checkServers,
  checkStillThere,
  type ServerChecks,
} from './check/check-servers.js';
import { cellIdOf } from './clients.js';
import type { RestGrpcConfig } from './config.js';
import { rangeOf } from './operation/request-sequence.js';
import { contendersOf, warmupLoad } from './plan.js';
import type { ProtocolId } from './protocols.js';
import { PROXY_EXTRA } from './proxy.js';
import { openSide, type Side } from './side.js';
import { usersTargetEntry } from './target-entry.js';

type Closer = () => Promise<void>;

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
    const addresses = named ?? addressesOfEmbedded(embedded);
    const checks = await checkServers(addresses, checkOptions(config, ctx));
    const sides = new Map<string, Side>();
    for (const contender of contendersOf(config)) {
      const { protocol } = contender;
      const check = checks[protocol];
      if (check === undefined) throw new Error(`the server of ${protocol} was not looked at`);
      const address = addressOf(addresses, protocol);
      const targetPid = embedded?.get(protocol)?.pid ?? null;
      const side = await openSide({ contender, config, address, clock: ctx.clock, check, targetPid });
      closers.push(() => side.driver.close());
      sides.set(cellIdOf(contender), side);
    }
    const target: SessionTarget = {
      endpoints: { ...addresses },
      embedded: embedded !== null,
      pid: embedded?.values().next().value?.pid ?? null,
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

/**
 * One process for each protocol: CPU time and memory are then its own, and what one server makes of the compiler and the
 * garbage collector is not the other's affair.
 */
async function startEmbedded(
  protocols: readonly ProtocolId[],
  closers: Closer[],
): Promise<Map<ProtocolId, TargetProcess>> {
  const started = await Promise.allSettled(
    protocols.map(async (protocol) => {
      const target = await startTargetProcess({
        entry: usersTargetEntry,
        args: ['--only', protocol, `--${protocol}-port`, '0'],
      });
      closers.push(() => target.close());
      return [protocol, target] as const;
    }),
  );
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return new Map(started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

function addressesOfEmbedded(targets: ReadonlyMap<ProtocolId, TargetProcess> | null): Addresses {
  const found = [...(targets ?? [])].map(([protocol, { endpoints }]) => {
    const endpoint = endpoints[protocol];
    if (endpoint === undefined) throw new Error(`the embedded server announced no ${protocol} endpoint`);
    return [protocol, endpoint] as const;
  });
  return Object.fromEntries(found);
}

function checkOptions(config: RestGrpcConfig, { signal, events }: OpenContext): CheckOptions {
  return { userId: rangeOf(config).min, signal, events };
}

/** Closes in reverse order, each whatever became of the others. */
async function closeAll(closers: Closer[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.splice(0).reverse())
    await close().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
