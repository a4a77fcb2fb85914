import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import type { Clock } from '@benchwright/load-driver';
import type { LinkProfile } from './link-profile.js';

/** What a link was found to do, end to end, by a client that sends to an echo server through it. */
export interface LinkCheck {
  /** Least and middle round trip of a byte on an open connection. */
  readonly roundTripMinNs: number;
  readonly roundTripP50Ns: number;
  /** What the link's profile has it. */
  readonly expectedRoundTripNs: number;
  /** From `connect` to the first echoed byte: two round trips. */
  readonly firstByteNs: number;
  readonly roundTrips: number;
}

/** A server that sends back what it gets, to look at a link with. */
export interface EchoServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts an echo server on a free port of 127.0.0.1. */
export async function startEchoServer(): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    socket.pipe(socket);
  }).listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, close };
}

const MOST_ROUND_TRIPS = 50;
const FEWEST_ROUND_TRIPS = 3;
const BUDGET_NS = 0.5e9;

/**
 * Sends bytes one after the other through a link to an echo server, for half a second: what the link really adds, proxy, sockets and
 * wake-ups included.
 *
 * @param address the route that leads to the echo server
 */
export async function checkLink(
  address: { readonly host: string; readonly port: number },
  profile: LinkProfile,
  clock: Clock,
): Promise<LinkCheck> {
  const expectedRoundTripNs = 2 * profile.oneWayDelayNs + profile.jitterNs + transmissionNs(profile);
  const roundTrips = Math.max(
    FEWEST_ROUND_TRIPS,
    Math.min(MOST_ROUND_TRIPS, Math.floor(BUDGET_NS / Math.max(1, expectedRoundTripNs))),
  );
  const times: number[] = [];
  await overConnection(address, async (socket) => {
    // The first one waits for the connection, and on a proxy that has just begun for its code to be compiled.
    await roundTrip(socket);
    for (let i = 0; i < roundTrips; i++) {
      const sentNs = clock.nowNs();
      await roundTrip(socket);
      times.push(clock.nowNs() - sentNs);
    }
  });
  times.sort((a, b) => a - b);
  const beganNs = clock.nowNs();
  await overConnection(address, roundTrip);
  return {
    roundTripMinNs: times[0]!,
    roundTripP50Ns: times[times.length >> 1]!,
    expectedRoundTripNs,
    firstByteNs: clock.nowNs() - beganNs,
    roundTrips,
  };
}

async function overConnection(
  address: { readonly host: string; readonly port: number },
  use: (socket: Socket) => Promise<void>,
): Promise<void> {
  const socket = connect({ ...address, noDelay: true });
  try {
    await once(socket, 'connect');
    await use(socket);
  } finally {
    socket.destroy();
  }
}

async function roundTrip(socket: Socket): Promise<void> {
  socket.write('.');
  await once(socket, 'data');
}

/** One byte with its headers, there and back. */
function transmissionNs({ downBitsPerSec, upBitsPerSec }: LinkProfile): number {
  const bits = 53 * 8;
  return [downBitsPerSec, upBitsPerSec].reduce<number>(
    (sum, rate) => sum + (rate === null ? 0 : (bits * 1e9) / rate),
    0,
  );
}
