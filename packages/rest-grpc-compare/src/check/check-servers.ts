import { type RunEvents, TargetUnreachableError } from '@benchwright/load-driver';
import type { Addresses } from '../addresses.js';
import type { ProtocolId } from '../plan.js';
import { checkGrpc } from './grpc-check.js';
import { checkRest } from './rest-check.js';
import type { ServerCheck } from './server-check.js';

const START_HINT =
  'Start the reference servers with: benchwright targets start users (REST on 8080, gRPC on 9090), ' +
  'or give no address and the run starts its own.';

const GONE_HINT =
  'All servers answered when the run began: the failures counted since are due to this, the other figures are true.';

/** What was found of servers that are there. */
export type ServerChecks = Readonly<Record<ProtocolId, Extract<ServerCheck, { reached: true }>>>;

export interface CheckOptions {
  /** An id that a user is likely to have. */
  readonly userId: number;
  readonly signal: AbortSignal;
  readonly events: RunEvents;
}

/**
 * Looks at both servers before anything is measured. One that accepts connections but answers no plain question is
 * warned about and measured all the same.
 *
 * @throws TargetUnreachableError naming each server that is down, what was tried and how to start one
 */
export async function checkServers(addresses: Addresses, options: CheckOptions): Promise<ServerChecks> {
  const checks = await look(addresses, options);
  const found = requireReached(addresses, checks, START_HINT);
  for (const [label, address, { problem }] of labelled(addresses, found)) {
    if (problem === null || options.signal.aborted) continue;
    options.events({
      type: 'warning',
      code: 'TARGET_ANSWERS_ODDLY',
      text: `the ${label} server at ${address} accepts connections but did not answer (${problem})`,
      hint: 'It is measured all the same; if this is not what you wanted to compare, check the address.',
    });
  }
  return found;
}

/**
 * Looks again after the last trial.
 *
 * @throws TargetUnreachableError when a server that answered before does not any more
 */
export async function checkStillThere(
  addresses: Addresses,
  before: ServerChecks,
  options: CheckOptions,
): Promise<void> {
  const checks = await look(addresses, options);
  if (options.signal.aborted) return;
  const found = requireReached(addresses, checks, GONE_HINT);
  const silent = labelled(addresses, found).filter(
    ([, , { problem }, id]) => problem !== null && before[id].problem === null,
  );
  if (silent.length === 0) return;
  throw new TargetUnreachableError(
    silent.map(([, address]) => address).join(' and '),
    silent.map(([label, , { problem }]) => `${label}: ${problem}`),
    GONE_HINT,
  );
}

async function look(addresses: Addresses, { userId, signal }: CheckOptions) {
  const [rest, grpc] = await Promise.all([
    checkRest(addresses.rest, userId, signal),
    checkGrpc(addresses.grpc, userId, signal),
  ]);
  return { rest, grpc };
}

function requireReached(
  addresses: Addresses,
  { rest, grpc }: Readonly<Record<ProtocolId, ServerCheck>>,
  hint: string,
): ServerChecks {
  if (rest.reached && grpc.reached) return { rest, grpc };
  const down = [
    ...(rest.reached ? [] : [{ label: 'REST', address: addresses.rest, tried: rest.tried }]),
    ...(grpc.reached ? [] : [{ label: 'gRPC', address: addresses.grpc, tried: grpc.tried }]),
  ];
  throw new TargetUnreachableError(
    down.map(({ label, address }) => `the ${label} server at ${address}`).join(' and '),
    down.flatMap(({ tried }) => tried),
    hint,
  );
}

function labelled<Check>(
  addresses: Addresses,
  checks: Readonly<Record<ProtocolId, Check>>,
): (readonly ['REST' | 'gRPC', string, Check, ProtocolId])[] {
  return [
    ['REST', addresses.rest, checks.rest, 'rest'],
    ['gRPC', addresses.grpc, checks.grpc, 'grpc'],
  ];
}
