import { randomBytes } from 'node:crypto';
import { env as environment } from 'node:process';
import { startTargetProcess } from '@benchwright/load-driver';
import { enrolPeople } from '../access/enrol-people.js';
import type { Person } from '../bodies/person.js';
import type { Enrolled } from '../bodies/request-bodies.js';
import { walletPrefix } from '../bodies/wallets.js';
import { DidAnswerError } from '../errors.js';
import { serverArgs } from '../server-args.js';
import { DidServerError } from '../target/errors.js';
import { didTargetEntry } from '../target-entry.js';
import type { OptimizeConfig } from './config.js';
import type { Variant } from './variant.js';

/** The embedded database takes seconds, and a table of a million more. */
const READY_TIMEOUT_MS = 180_000;
const TIMEOUT_NS = 10e9;
/** What stands in a record in place of a password. */
const REMOVED = '[secret]';
/** The server's own word on how long it took to start, without making up enrolments. */
const START_GAUGE = /^did_server_start_seconds (\S+)$/m;

/** A server of one variant with everybody enrolled. */
export interface VariantServer {
  readonly variant: Variant;
  readonly origin: string;
  readonly pid: number;
  readonly startNs: number;
  readonly enrolled: readonly Enrolled[];
  close(): Promise<void>;
}

/**
 * Starts a server of a variant, fills and enrols.
 *
 * @throws TargetStartError; DidAnswerError when it does not do what it should
 */
export async function startVariant(
  variant: Variant,
  config: OptimizeConfig,
  people: readonly Person[],
): Promise<VariantServer> {
  const process = await startTargetProcess({
    entry: didTargetEntry,
    args: ['--port', '0', ...serverArgs({ ...variant.switches, ...storeSwitches(config) })],
    env: { ...environmentWithout(), ...secretsOf(config) },
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  try {
    const origin = process.endpoints.did ?? '';
    const enrolled = await enrolPeople({
      address: { origin, tls: null, timeoutNs: TIMEOUT_NS },
      family: 'biometric',
      headers: [],
      people,
      walletPrefix: walletPrefix('testnet', randomBytes(8)),
      timestampSec: 0,
    });
    const startNs = await startTimeOf(origin);
    return { variant, origin, pid: process.pid, startNs, enrolled, close: () => process.close() };
  } catch (error) {
    await process.close();
    throw error;
  }
}

function storeSwitches({ store, databaseUrl, fill, kdfIterations }: OptimizeConfig) {
  const schema = `benchwright_${randomBytes(6).toString('hex')}`;
  const own = databaseUrl === null ? {} : { databaseSchema: schema, dropSchema: 'on' };
  return { store, fill, kdfIterations, ...own };
}

/** Addresses hold passwords: in the environment, not in the arguments that everybody on the machine can read. */
function secretsOf({ databaseUrl, redisUrl }: OptimizeConfig): Record<string, string> {
  return { ...addressIn('DATABASE_URL', databaseUrl), ...addressIn('REDIS_URL', redisUrl) };
}

/** A run that goes on has its config from its record, which keeps no passwords. */
function addressIn(name: string, url: string | null): Record<string, string> {
  if (url === null) return {};
  if (!url.includes(REMOVED)) return { [name]: url };
  const whole = environment[name];
  if (whole === undefined || whole === '') throw new DidServerError('ERR_TARGET_FLAG', missing(name));
  return { [name]: whole };
}

const missing = (name: string): string =>
  `The record of a run keeps no passwords, and its address had one: set ${name} to the whole address to go on.`;

/** What the caller's environment says is in the config already, or was left out of it on purpose. */
function environmentWithout(): Record<string, string> {
  return { DATABASE_URL: '', REDIS_URL: '' };
}

async function startTimeOf(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/metrics`, { headers: { connection: 'close' } });
  const seconds = START_GAUGE.exec(await answer.text())?.[1];
  if (seconds === undefined) throw new DidAnswerError('GET /metrics', 'does not say how long the start took');
  return Number(seconds) * 1e9;
}
