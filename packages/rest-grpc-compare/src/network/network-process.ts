import { once } from 'node:events';
import { connect } from 'node:net';
import { startTargetProcess } from '@benchwright/load-driver';
import { networkEntry } from '../network-entry.js';
import type { LatenessFigures } from './lateness.js';
import type { ShapedRoute } from './shaping-proxy.js';

/** What the proxy did and cost since it was asked last. */
export interface NetworkFigures {
  /** How much later than asked pieces were given out. */
  readonly lateness: LatenessFigures;
  readonly cpuNs: number;
}

/** The shaping proxy in a process of its own. */
export interface NetworkProcess {
  readonly pid: number;
  /** Where a route's server is to be reached through its link. */
  addressOf(route: string): { readonly host: string; readonly port: number };
  /** Figures since the call before. */
  takeFigures(): Promise<NetworkFigures>;
  close(): Promise<void>;
}

/**
 * Starts the proxy with these routes.
 *
 * @throws TargetStartError with what the process wrote on stderr
 */
export async function startNetworkProcess(
  routes: readonly ShapedRoute[],
  seed: number,
): Promise<NetworkProcess> {
  const args = ['--routes', JSON.stringify(routes), '--seed', String(seed)];
  const child = await startTargetProcess({ entry: networkEntry, args });
  const addressOf = (route: string): { host: string; port: number } => {
    const [host = '', port] = child.endpoints[route]?.split(':') ?? [];
    if (port === undefined) throw new Error(`the network has no route ${route}`);
    return { host, port: Number(port) };
  };
  return {
    pid: child.pid,
    addressOf,
    takeFigures: async () => JSON.parse(await readAll(addressOf('figures'))) as NetworkFigures,
    close: () => child.close(),
  };
}

async function readAll(address: { host: string; port: number }): Promise<string> {
  const socket = connect(address);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(socket, 'end');
  return text;
}
