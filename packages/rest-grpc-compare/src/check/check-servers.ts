import { type RunEvents, TargetUnreachableError } from '@benchwright/load-driver';
import type { Addresses } from '../addresses.js';
import { DEFAULT_PORTS, PROTOCOL_LABELS, PROTOCOLS, type ProtocolId } from '../protocols.js';
import { serverAt } from '../server.js';
import { checkGrpc } from './grpc-check.js';
import { checkHttp } from './http-check.js';
import type { ServerCheck } from './server-check.js';

const GONE_HINT =
  'All servers answered when the run began: the failures counted since are due to this, the other figures are true.';

/** What was found of servers that are there. */
export type ServerChecks = Readonly<Partial<Record<ProtocolId, Extract<ServerCheck, { reached: true }>>>>;

export interface CheckOptions {
  /** An id that a user is likely to have. */
  readonly userId: number;
  readonly signal: AbortSignal;
  readonly events: RunEvents;
}

/** One server and what a look at it found. */
interface Looked<Check = ServerCheck> {
  readonly protocol: ProtocolId;
  readonly label: string;
  readonly address: string;
  readonly check: Check;
}

/**
 * Looks at all servers before anything is measured. One that accepts connections but answers no plain question is
 * warned about and measured all the same.
 *
 * @throws TargetUnreachableError naming each server that is down, what was tried and how to start one
 */
export async function checkServers(addresses: Addresses, options: CheckOptions): Promise<ServerChecks> {
  const found = requireReached(await look(addresses, options), startHint(addresses));
  for (const { label, address, check } of found) {
    if (check.problem === null || options.signal.aborted) continue;
    options.events({
      type: 'warning',
      code: 'TARGET_ANSWERS_ODDLY',
      text: `the ${label} server at ${address} accepts connections but did not answer (${check.problem})`,
      hint: 'It is measured all the same; if this is not what you wanted to compare, check the address.',
    });
  }
  return Object.fromEntries(found.map(({ protocol, check }) => [protocol, check]));
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
  const looked = await look(addresses, options);
  if (options.signal.aborted) return;
  const found = requireReached(looked, GONE_HINT);
  const silent = found.filter(
    ({ check, protocol }) => check.problem !== null && before[protocol]?.problem === null,
  );
  if (silent.length === 0) return;
  throw new TargetUnreachableError(
    silent.map(({ address }) => address).join(' and '),
    silent.map(({ label, check }) => `${label}: ${check.problem}`),
    GONE_HINT,
  );
}

function look(addresses: Addresses, { userId, signal }: CheckOptions): Promise<Looked[]> {
  return Promise.all(
    PROTOCOLS.flatMap((protocol) => {
      const address = addresses[protocol];
      return address === undefined ? [] : [{ protocol, address, label: PROTOCOL_LABELS[protocol] }];
    }).map(async (one) => ({ ...one, check: await checkOne(one.protocol, one.address, userId, signal) })),
  );
}

function checkOne(
  protocol: ProtocolId,
  address: string,
  userId: number,
  signal: AbortSignal,
): Promise<ServerCheck> {
  return protocol === 'grpc'
    ? checkGrpc(address, userId, signal)
    : checkHttp(serverAt(protocol, address), userId, signal);
}

function requireReached(
  looked: readonly Looked[],
  hint: string,
): Looked<Extract<ServerCheck, { reached: true }>>[] {
  const there = looked.flatMap(({ check, ...rest }) => (check.reached ? [{ ...rest, check }] : []));
  if (there.length === looked.length) return there;
  const down = looked.flatMap(({ check, ...rest }) =>
    check.reached ? [] : [{ ...rest, tried: check.tried }],
  );
  throw new TargetUnreachableError(
    down.map(({ label, address }) => `the ${label} server at ${address}`).join(' and '),
    down.flatMap(({ tried }) => tried),
    hint,
  );
}

function startHint(addresses: Addresses): string {
  const wanted = PROTOCOLS.filter((protocol) => addresses[protocol] !== undefined);
  const usual = wanted.every((protocol) => protocol === 'rest' || protocol === 'grpc');
  const only = usual ? '' : ` --only ${wanted.join(',')}`;
  const started = usual ? (['rest', 'grpc'] as const) : wanted;
  const places = started.map((protocol) => `${PROTOCOL_LABELS[protocol]} on ${DEFAULT_PORTS[protocol]}`);
  return (
    `Start the reference servers with: benchwright targets start users${only} (${places.join(', ')}), ` +
    'or give no address and the run starts its own.'
  );
}
