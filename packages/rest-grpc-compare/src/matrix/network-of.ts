import type { Clock, RunEvents } from '@benchwright/load-driver';
import type { Addresses } from '../addresses.js';
import type { LinkProfile } from '../network/link-profile.js';
import { type NetworkProcess, startNetworkProcess } from '../network/network-process.js';
import { parseLinkProfile } from '../network/parse-link-profile.js';
import { checkLink, startEchoServer } from '../network/self-check.js';
import type { ShapedRoute } from '../network/shaping-proxy.js';
import type { ProtocolId } from '../protocols.js';
import { serverAt } from '../server.js';

/** Beyond this share of the asked round trip, and this much, a link is not what its name says. */
const WORST_SHARE = 0.1;
const WORST_NS = 0.5e6;

/** The links of a run. */
export interface Networks {
  /** Null when no network of the run needs a proxy. */
  readonly process: NetworkProcess | null;
  /** Where a protocol's server is reached over a network. */
  addressOf(network: string, protocol: ProtocolId): string;
  /** Round trip of one byte over a network, measured before the run; null without a link. */
  measuredRoundTripNs(network: string): number | null;
}

export interface OpenNetworksOptions {
  readonly networks: readonly string[];
  readonly addresses: Addresses;
  readonly seed: number;
  readonly clock: Clock;
  readonly events: RunEvents;
}

/**
 * Starts the proxy with a route for every network and server, and looks at each link with an echo server. One that is not as its profile has
 * it is warned about. Whoever calls closes `process`.
 */
export async function openNetworks(options: OpenNetworksOptions): Promise<Networks> {
  const { addresses, networks } = options;
  const links = new Map(networks.map((name) => [name, parseLinkProfile(name)]));
  const linked = [...links].flatMap(([name, profile]) => (profile === null ? [] : [{ name, profile }]));
  const protocols = Object.keys(addresses) as ProtocolId[];
  const direct = (protocol: ProtocolId): string => addresses[protocol] ?? '';
  if (linked.length === 0) {
    return {
      process: null,
      addressOf: (_network, protocol) => direct(protocol),
      measuredRoundTripNs: () => null,
    };
  }
  const echo = await startEchoServer();
  try {
    const routes = linked.flatMap(({ name, profile }): ShapedRoute[] => [
      { name: `${name} echo`, profile, target: { host: echo.host, port: echo.port } },
      ...protocols.map((protocol) => {
        const { host, port } = serverAt(protocol, direct(protocol));
        return { name: `${name} ${protocol}`, profile, target: { host, port } };
      }),
    ]);
    const process = await startNetworkProcess(routes, options.seed);
    try {
      const roundTrips = new Map<string, number>();
      for (const link of linked) roundTrips.set(link.name, await measureLink(process, link, options));
      return {
        process,
        addressOf: (network, protocol) => {
          if (!roundTrips.has(network)) return direct(protocol);
          const { host, port } = process.addressOf(`${network} ${protocol}`);
          const { protocol: kind, origin, authority } = serverAt(protocol, direct(protocol));
          return kind === 'grpc'
            ? `${host}:${port}`
            : direct(protocol).replace(origin, origin.replace(authority, `${host}:${port}`));
        },
        measuredRoundTripNs: (network) => roundTrips.get(network) ?? null,
      };
    } catch (error) {
      await process.close();
      throw error;
    }
  } finally {
    await echo.close();
  }
}

async function measureLink(
  process: NetworkProcess,
  { name, profile }: { readonly name: string; readonly profile: LinkProfile },
  { clock, events }: OpenNetworksOptions,
): Promise<number> {
  const { roundTripP50Ns, expectedRoundTripNs } = await checkLink(
    process.addressOf(`${name} echo`),
    profile,
    clock,
  );
  const offNs = roundTripP50Ns - expectedRoundTripNs;
  if (offNs > Math.max(WORST_NS, WORST_SHARE * expectedRoundTripNs)) {
    const ms = (ns: number): string => `${(ns / 1e6).toFixed(2)} ms`;
    events({
      type: 'warning',
      code: 'LINK_NOT_AS_ASKED',
      text: `the network ${name} has a round trip of ${ms(roundTripP50Ns)}, asked ${ms(expectedRoundTripNs)}`,
      hint: 'It is the same for all protocols; on a machine with an idle core it is closer.',
    });
  }
  return roundTripP50Ns;
}
