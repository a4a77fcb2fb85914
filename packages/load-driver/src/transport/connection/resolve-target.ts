import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connectErrorClass } from '../error-classes.js';
import { TargetUnreachableError, unreachableHint } from '../target-unreachable-error.js';
import { displayAddress } from './address.js';

/**
 * The IP addresses of a host, in the order the system prefers. Throws TargetUnreachableError when it has none.
 * `localhost` may have two; which of them the server listens on is found out by trying.
 */
export async function resolveTarget(host: string, port: number): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address }) => address);
  } catch (error) {
    const errorClass = connectErrorClass(error, false);
    const said = error instanceof Error ? error.message : String(error);
    throw new TargetUnreachableError(
      displayAddress(host, port),
      [`to look up ${host}: ${errorClass} (${said})`],
      unreachableHint(errorClass),
      { cause: error },
    );
  }
}
