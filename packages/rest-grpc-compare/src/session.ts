import { randomBytes } from 'node:crypto';
import {
  createDriver,
  createOperationTransport,
  type Driver,
  type OpenContext,
  type Operation,
  type OperationContext,
  OutcomeTable,
  type Session,
  type SessionTarget,
  startTargetProcess,
  type TargetProcess,
} from '@benchwright/load-driver';
import { type Addresses, addressesOf, parseGrpcAddress, parseRestUrl } from './addresses.js';
import { checkServers, checkStillThere, type ServerChecks } from './check/check-servers.js';
import type { RestGrpcConfig } from './config.js';
import { type ApiCall, type ApiRequest, apiCallFor } from './operation/api-call.js';
import { drawUserId } from './operation/draw.js';
import { createGrpcOperation } from './operation/grpc.js';
import { createNewUserSource } from './operation/new-users.js';
import { createRestOperation } from './operation/rest.js';
import { type ProtocolId, warmupLoad } from './plan.js';
import { PROXY_EXTRA } from './proxy.js';
import { usersTargetEntry } from './target-entry.js';
import { parseUserIdRange } from './user-id-range.js';

/** The operations time requests out themselves and know what to call it; the driver steps in only if they do not. */
const TIMEOUT_SLACK_NS = 5e9;
const NONCE_BYTES = 4;

/** One protocol, open and ready for its trials. */
interface Side {
  readonly driver: Driver;
  readonly proxy: number;
  /** Gives the requests of the trial that runs now. */
  readonly requests: RequestSequence;
  isWarm: boolean;
}

/**
 * Opens both servers: starts them in a process of their own when the config names none, looks at them, and opens a
 * driver for each. Nothing stays behind when it fails.
 *
 * @throws TargetUnreachableError when a server is down; TargetStartError when the embedded ones do not start
 */
export async function openRestGrpc(config: RestGrpcConfig, ctx: OpenContext): Promise<Session> {
  const named = addressesOf(config);
  const embedded = named === null ? await startEmbedded() : null;
  const closers: (() => Promise<void>)[] = embedded === null ? [] : [() => embedded.close()];
  try {
    const addresses = named ?? addressesOfEmbedded(embedded);
    const checks = await checkServers(addresses, checkOptions(config, ctx));
    const pid = embedded?.pid ?? null;
    const rest = await openSide('rest', config, ctx, addresses, checks, pid);
    closers.push(() => rest.driver.close());
    const grpc = await openSide('grpc', config, ctx, addresses, checks, pid);
    closers.push(() => grpc.driver.close());
    const target: SessionTarget = { endpoints: { ...addresses }, embedded: embedded !== null, pid };
    return sessionOf(config, ctx, target, addresses, checks, { rest, grpc }, () => closeAll(closers));
  } catch (error) {
    await closeAll(closers);
    throw error;
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

function checkOptions(config: RestGrpcConfig, { signal, events }: Pick<OpenContext, 'signal' | 'events'>) {
  return { userId: rangeOf(config).min, signal, events };
}

function rangeOf(config: RestGrpcConfig) {
  const range = parseUserIdRange(config.userIdRange);
  if (range === null) throw new Error(`no user id range: ${config.userIdRange}`);
  return range;
}

async function openSide(
  protocol: ProtocolId,
  config: RestGrpcConfig,
  { clock }: OpenContext,
  addresses: Addresses,
  checks: ServerChecks,
  targetPid: number | null,
): Promise<Side> {
  const requests = new RequestSequence(config);
  const { operation, port, close } =
    protocol === 'rest'
      ? restOperation(config, addresses.rest, requests, clock)
      : grpcOperation(config, addresses.grpc, requests, clock);
  const outcomes = new OutcomeTable();
  const timeoutNs = config.timeout + TIMEOUT_SLACK_NS;
  const transport = createOperationTransport(operation, {
    slots: config.concurrency,
    timeoutNs,
    clock,
    outcomes,
    close,
    observePorts: [port],
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: timeoutNs, targetPid });
  return { driver, proxy: checks[protocol].proxy, requests, isWarm: false };
}

interface OpenOperation {
  readonly operation: Operation;
  readonly port: number;
  close(): Promise<void>;
}

function restOperation(
  config: RestGrpcConfig,
  url: string,
  requests: RequestSequence,
  clock: OpenContext['clock'],
): OpenOperation {
  const { origin, prefix } = parseRestUrl(url)!;
  const { port, protocol } = new URL(origin);
  const rest = createRestOperation({
    origin,
    prefix,
    slots: config.concurrency,
    connections: config.connections,
    timeoutNs: config.timeout,
    clock,
    requestFor: (ctx) => requests.requestFor(ctx),
  });
  return { ...rest, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

function grpcOperation(
  config: RestGrpcConfig,
  text: string,
  requests: RequestSequence,
  clock: OpenContext['clock'],
): OpenOperation {
  const address = parseGrpcAddress(text)!;
  const grpc = createGrpcOperation({
    address,
    rpc: requests.call.rpc,
    connections: config.connections,
    timeoutNs: config.timeout,
    clock,
    requestFor: (ctx) => requests.requestFor(ctx),
  });
  return { operation: grpc.operation, port: address.port, close: async () => grpc.close() };
}

/** Which request has which number: the same for both protocols in a round, because a round has one seed. */
class RequestSequence {
  /** Seed of the trial that runs now. */
  seed = 0;
  readonly call: ApiCall;
  readonly #range: { readonly min: number; readonly max: number };

  constructor(config: RestGrpcConfig) {
    this.call = apiCallFor(config, createNewUserSource(randomBytes(NONCE_BYTES).toString('hex')));
    this.#range = rangeOf(config);
  }

  requestFor({ sequence }: OperationContext): ApiRequest {
    return this.call.requestFor(drawUserId(this.#range, this.seed, sequence));
  }
}

function sessionOf(
  config: RestGrpcConfig,
  ctx: OpenContext,
  target: SessionTarget,
  addresses: Addresses,
  checks: ServerChecks,
  sides: Readonly<Record<ProtocolId, Side>>,
  close: () => Promise<void>,
): Session {
  return {
    target,
    close,
    runTrial(cell, trial, trialContext) {
      const side = sides[cell.id as ProtocolId];
      const load = cell.trialLoads[trial]!;
      side.requests.seed = trialContext.trialSeed;
      const warmup = warmupLoad(config, !side.isWarm);
      side.isWarm = true;
      const extra = (): Record<string, number> => ({ [PROXY_EXTRA]: side.proxy });
      return side.driver.runTrial({ cell: cell.id, trial, load, warmup, ctx: trialContext, extra });
    },
    verify: () => checkStillThere(addresses, checks, checkOptions(config, ctx)),
  };
}

/** Closes in reverse order, each whatever became of the others. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.splice(0).reverse())
    await close().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
