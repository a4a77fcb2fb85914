import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '@benchwright/load-driver';
import { Lateness, type LatenessFigures } from './lateness.js';
import { Link } from './link.js';
import type { LinkProfile } from './link-profile.js';
import { ReleaseSchedule } from './release-schedule.js';
import { shapeConnection } from './shaped-connection.js';

/** One way through the proxy: a server, as it is seen through a link. */
export interface ShapedRoute {
  /** What its address is announced under. */
  readonly name: string;
  readonly profile: LinkProfile;
  readonly target: { readonly host: string; readonly port: number };
}

export interface ShapingProxyOptions {
  readonly routes: readonly ShapedRoute[];
  /** Seed of the jitter. */
  readonly seed: number;
  readonly clock: Clock;
}

/** A running proxy. */
export interface ShapingProxy {
  /** Route → host:port on 127.0.0.1 to connect to instead of the server. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** How late pieces were, since this was asked last. */
  takeLateness(): LatenessFigures;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts a TCP proxy that makes loopback behave like a link: a delay each way, jitter, and a rate that all connections of a profile share in
 * each direction. Bytes keep their order; a sender that is too fast is made to wait; half-closes and resets pass through; a connection takes
 * a round trip to be established before its first bytes travel.
 *
 * Not modelled: loss and retransmission, slow start and congestion control, ACK traffic. The client's `connect` returns at
 * once, because the handshake is the kernel's with this proxy; its round trip shows in the time to the first byte.
 */
export async function startShapingProxy(options: ShapingProxyOptions): Promise<ShapingProxy> {
  const { clock } = options;
  const lateness = new Lateness();
  const schedule = new ReleaseSchedule(clock);
  const links = new Map<string, Link>();
  const linkOf = (profile: LinkProfile): Link => {
    const known = links.get(profile.name) ?? new Link(profile, options.seed);
    links.set(profile.name, known);
    return known;
  };
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const endpoints: Record<string, string> = {};
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  };
  const close = async (): Promise<void> => {
    schedule.close();
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  };
  try {
    for (const { name, profile, target } of options.routes) {
      const link = linkOf(profile);
      const server = createServer({ allowHalfOpen: true }, (client) => {
        const path = link.connect(clock.nowNs());
        const upstream = connect({ ...target, allowHalfOpen: true });
        keep(client);
        keep(upstream);
        shapeConnection(client, upstream, path, { clock, schedule, lateness });
      });
      servers.push(server);
      server.listen({ host: HOST, port: 0, backlog: 4096 });
      await once(server, 'listening');
      const address = server.address();
      if (typeof address === 'object' && address !== null) endpoints[name] = `${HOST}:${address.port}`;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoints, takeLateness: () => lateness.take(), close };
}
