import { parseArgs } from 'node:util';
import { UsersServerError } from './errors.js';
import {
  DEFAULT_GRPC_PORT,
  DEFAULT_REST_PORT,
  type UsersServerKind,
  type UsersServersOptions,
} from './users-target.js';

/** What the program was told. */
export interface TargetFlags {
  readonly servers: UsersServersOptions;
  /** Stop when stdin ends, as it does however a parent dies that holds the other end of the pipe. */
  readonly exitWithParent: boolean;
}

const HIGHEST_PORT = 65_535;

const USAGE =
  `usage: [--rest-port <${DEFAULT_REST_PORT}>] [--grpc-port <${DEFAULT_GRPC_PORT}>] [--seed <integer>] ` +
  '[--only rest|grpc] [--exit-with-parent]';

function integerFlag(name: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) {
    throw new UsersServerError(
      'ERR_TARGET_FLAG',
      `--${name} must be an integer from 0 to ${most}, not "${text}".`,
    );
  }
  return value;
}

function isServerKind(text: string): text is UsersServerKind {
  return text === 'rest' || text === 'grpc';
}

function parseRaw(args: readonly string[]) {
  const options = {
    'rest-port': { type: 'string' },
    'grpc-port': { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    'exit-with-parent': { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsersServerError('ERR_TARGET_FLAG', `${reason}\n${USAGE}`, { cause });
  }
}

/**
 * Reads the program's flags.
 *
 * @throws UsersServerError ERR_TARGET_FLAG naming the flag that is wrong
 */
export function parseTargetFlags(args: readonly string[]): TargetFlags {
  const raw = parseRaw(args);
  const { only, seed } = raw;
  if (only !== undefined && !isServerKind(only)) {
    throw new UsersServerError('ERR_TARGET_FLAG', `--only must be rest or grpc, not "${only}".`);
  }
  const servers: UsersServersOptions = {
    restPort: integerFlag('rest-port', raw['rest-port'] ?? String(DEFAULT_REST_PORT), HIGHEST_PORT),
    grpcPort: integerFlag('grpc-port', raw['grpc-port'] ?? String(DEFAULT_GRPC_PORT), HIGHEST_PORT),
    ...(seed === undefined ? {} : { seed: integerFlag('seed', seed, Number.MAX_SAFE_INTEGER) }),
    ...(only === undefined ? {} : { only }),
  };
  return { servers, exitWithParent: raw['exit-with-parent'] ?? false };
}
