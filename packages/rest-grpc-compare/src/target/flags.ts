import { parseArgs } from 'node:util';
import { DEFAULT_PORTS, isProtocolId, PROTOCOLS, type ProtocolId } from '../protocols.js';
import { PORT_OPTIONS, UsersServerError } from './errors.js';
import type { UsersServersOptions } from './users-target.js';

const HIGHEST_PORT = 65_535;

const USAGE = `usage: ${PROTOCOLS.map((kind) => `[--${kind}-port <${DEFAULT_PORTS[kind]}>]`).join(' ')} [--seed <integer>] [--only ${PROTOCOLS.join('|')}[,…]] [--exit-with-parent]`;

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

function kindsFlag(text: string): ProtocolId[] {
  const kinds = text.split(',');
  if (kinds.every(isProtocolId)) return kinds;
  throw new UsersServerError(
    'ERR_TARGET_FLAG',
    `--only must be one or more of ${PROTOCOLS.join(', ')}, not "${text}".`,
  );
}

function parseRaw(args: readonly string[]) {
  const options = {
    'rest-port': { type: 'string' },
    'grpc-port': { type: 'string' },
    'graphql-port': { type: 'string' },
    'rest-h2-port': { type: 'string' },
    'grpc-web-port': { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsersServerError('ERR_TARGET_FLAG', `${reason}\n${USAGE}`, { cause });
  }
}

/**
 * Reads the program's flags, without `--exit-with-parent`, which every target's process has.
 *
 * @throws UsersServerError ERR_TARGET_FLAG naming the flag that is wrong
 */
export function parseTargetFlags(args: readonly string[]): UsersServersOptions<ProtocolId> {
  const raw = parseRaw(args);
  const { only, seed } = raw;
  const ports = PROTOCOLS.map((kind) => {
    const name = `${kind}-port` as const;
    return [PORT_OPTIONS[kind], integerFlag(name, raw[name] ?? String(DEFAULT_PORTS[kind]), HIGHEST_PORT)];
  });
  return {
    ...Object.fromEntries(ports),
    ...(seed === undefined ? {} : { seed: integerFlag('seed', seed, Number.MAX_SAFE_INTEGER) }),
    ...(only === undefined ? {} : { only: kindsFlag(only) }),
  };
}
