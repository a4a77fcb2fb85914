import { startTargetProcess } from '@benchwright/load-driver';
import type { Addresses } from './addresses.js';
import type { Closer } from './close-all.js';
import type { ProtocolId } from './protocols.js';
import { usersTargetEntry } from './target-entry.js';

/** The reference servers, started for a run. */
export interface EmbeddedServers {
  readonly addresses: Addresses;
  readonly pids: ReadonlyMap<ProtocolId, number>;
}

/**
 * Starts one process for each protocol: CPU time and memory are then its own, and what one server makes of the compiler and the garbage
 * collector is not the other's affair. `closers` gets what ends them, also of those that did start when another did not.
 *
 * @throws TargetStartError with what the process wrote on stderr
 */
export async function startEmbedded(
  protocols: readonly ProtocolId[],
  closers: Closer[],
): Promise<EmbeddedServers> {
  const started = await Promise.allSettled(
    protocols.map(async (protocol) => {
      const target = await startTargetProcess({
        entry: usersTargetEntry,
        args: ['--only', protocol, `--${protocol}-port`, '0'],
      });
      closers.push(() => target.close());
      const endpoint = target.endpoints[protocol];
      if (endpoint === undefined) throw new Error(`the embedded server announced no ${protocol} endpoint`);
      return { protocol, endpoint, pid: target.pid };
    }),
  );
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    addresses: Object.fromEntries(servers.map(({ protocol, endpoint }) => [protocol, endpoint])),
    pids: new Map(servers.map(({ protocol, pid }) => [protocol, pid])),
  };
}
