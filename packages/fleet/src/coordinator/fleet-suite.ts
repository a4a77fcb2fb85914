import type { OpenContext, Session, Suite } from '@benchwright/load-driver';
import { FleetError } from '../errors.js';
import { LEAST_SECRET_LENGTH } from '../protocol/envelope.js';
import { openRedis } from '../redis/open-redis.js';
import { completeFleetOptions, type FleetOptions } from './fleet-options.js';
import { FleetSession } from './fleet-session.js';

/**
 * The same suite, measured by a fleet: config, plan, summary and views stay as they are; `open` leases agents, and each trial is offered by
 * all of them together, slice by slice, and merged into one record.
 *
 * @throws FleetError ERR_FLEET_SECRET for a secret that is too short, ERR_FLEET_OPTIONS for fewer than one agent
 */
export function fleetSuite<Config>(suite: Suite<Config>, options: FleetOptions): Suite<Config> {
  checkedSecret(options.secret);
  if (!(Number.isInteger(options.agents) && options.agents >= 1)) {
    throw new FleetError('ERR_FLEET_OPTIONS', `${options.agents} agents: a fleet has one at least`);
  }
  return { ...suite, open: (config, ctx) => openFleet(suite, config, ctx, options) };
}

/**
 * The secret with which jobs are signed, if it is long enough to be one.
 *
 * @throws FleetError ERR_FLEET_SECRET when there is none, or a short one
 */
export function checkedSecret(secret: string | undefined): string {
  if (secret !== undefined && secret.length >= LEAST_SECRET_LENGTH) return secret;
  const what =
    secret === undefined
      ? 'the fleet has no secret'
      : `the secret of the fleet is ${secret.length} characters long`;
  throw new FleetError('ERR_FLEET_SECRET', `${what}: jobs are signed with it`, {
    hint: `set BENCHWRIGHT_FLEET_SECRET to the same ${LEAST_SECRET_LENGTH} characters or more on agents and coordinator: openssl rand -hex 32`,
  });
}

async function openFleet<Config>(
  suite: Suite<Config>,
  config: Config,
  ctx: OpenContext,
  options: FleetOptions,
): Promise<Session> {
  const targets = suite.targets(config);
  if (targets.length === 0) {
    throw new FleetError('ERR_FLEET_TARGET', `${suite.id} would start its own target on every agent`, {
      hint: 'start one target, and name its address in the config',
    });
  }
  const redis = await openRedis(options.redis);
  const { clock, events, signal, seed, plan } = ctx;
  const session = new FleetSession({
    redis,
    options: completeFleetOptions(options),
    clock,
    purpose: { suite: suite.id, suiteVersion: suite.version, config, seed, plan, events, signal },
    target: { endpoints: endpointsOf(targets), embedded: false, pid: null },
  });
  try {
    await session.open();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

function endpointsOf(targets: readonly string[]): Record<string, string> {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) return { target: only };
  return Object.fromEntries(targets.map((target, i) => [`target ${i + 1}`, target]));
}
