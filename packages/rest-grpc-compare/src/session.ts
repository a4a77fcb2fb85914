import {
  type OpenContext,
  type Session,
  type SessionTarget,
  startTargetProcess,
  type TargetProcess,
  type TrialContext,
} from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { type Addresses, addressesOf } from './addresses.js';
import {
  type CheckOptions,
  checkServers,
  checkStillThere,
  type ServerChecks,
} from './check/check-servers.js';
import type { RestGrpcConfig } from './config.js';
import { rangeOf } from './operation/request-sequence.js';
import { type ProtocolId, warmupLoad } from './plan.js';
import { PROXY_EXTRA } from './proxy.js';
import { openSide, type Side } from './side.js';
import { usersTargetEntry } from './target-entry.js';

type Closer = () => Promise<void>;

/**
 * Opens both servers: starts them in a process of their own when the config names none, looks at them, and opens a
 * driver for each. Nothing stays behind when it fails.
 *
 * @throws TargetUnreachableError when a server is down; TargetStartError when the embedded ones do not start
 */
export async function openRestGrpc(config: RestGrpcConfig, ctx: OpenContext): Promise<Session> {
  const named = addressesOf(config);
  const embedded = named === null ? await startEmbedded() : null;
  const closers: Closer[] = embedded === null ? [] : [() => embedded.close()];
  try {
    const addresses = named ?? addressesOfEmbedded(embedded);
    const checks = await checkServers(addresses, checkOptions(config, ctx));
    const targetPid = embedded?.pid ?? null;
    const open = async (protocol: ProtocolId): Promise<Side> => {
      const check = checks[protocol];
      const side = await openSide({ protocol, config, addresses, clock: ctx.clock, check, targetPid });
      closers.push(() => side.driver.close());
      return side;
    };
    const sides = { rest: await open('rest'), grpc: await open('grpc') };
    const target: SessionTarget = {
      endpoints: { ...addresses },
      embedded: embedded !== null,
      pid: targetPid,
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
  readonly sides: Readonly<Record<ProtocolId, Side>>;
  readonly closers: Closer[];
}

class RestGrpcSession implements Session {
  readonly target: SessionTarget;
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.target = parts.target;
    this.#parts = parts;
  }

  runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const side = this.#parts.sides[cell.id as ProtocolId];
    side.requests.seed = ctx.trialSeed;
    // A server that gave no answer to a plain question has nothing to warm, and may use up every timeout.
    const warmup = side.check.problem === null ? warmupLoad(this.#parts.config, !side.isWarm) : null;
    side.isWarm = true;
    const load = cell.trialLoads[trial]!;
    const extra = (): Record<string, number> => ({ [PROXY_EXTRA]: side.check.proxy });
    return side.driver.runTrial({ cell: cell.id, trial, load, warmup, ctx, extra });
  }

  verify(): Promise<void> {
    const { addresses, checks, config, ctx } = this.#parts;
    return checkStillThere(addresses, checks, checkOptions(config, ctx));
  }

  close(): Promise<void> {
    return closeAll(this.#parts.closers);
  }
}

function startEmbedded(): Promise<TargetProcess> {
  return startTargetProcess({ entry: usersTargetEntry, args: ['--rest-port', '0', '--grpc-port', '0'] });
}

function addressesOfEmbedded(target: TargetProcess | null): Addresses {
  const { rest, grpc } = target?.endpoints ?? {};
  if (rest === undefined || grpc === undefined) {
    throw new Error('the embedded target announced no rest or no grpc endpoint');
  }
  return { rest, grpc };
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
