/** What lies between client and server: the same for every connection that goes over it. */
export interface LinkProfile {
  /** As results name it. */
  readonly name: string;
  /** What every byte waits at least, in each direction: half of the round trip. */
  readonly oneWayDelayNs: number;
  /** Comes on top of the delay, uniform from 0 to this, drawn anew for each piece of data. */
  readonly jitterNs: number;
  /** Server to client; null where the link is no limit. */
  readonly downBitsPerSec: number | null;
  /** Client to server; null where the link is no limit. */
  readonly upBitsPerSec: number | null;
}

const MS = 1e6;
const MBIT = 1e6;

/** No link at all: clients connect to the server itself. */
export const NO_LINK = 'none';

/** A link that delays and limits nothing: what the proxy itself costs shows in its difference to `none`. */
export const PROXY_ONLY = 'proxy';

/**
 * The links that have a name. Delays are round trips cut in half, so `wan-50ms` has a round trip of 50 ms.
 *
 * - `lan`: 0.5 ms round trip within a data centre (Dean, "Numbers everyone should know", 2009), 1 Gbit/s.
 * - `wan-50ms`, `wan-100ms`: round trips across a continent and across an ocean, over a 100 Mbit/s access.
 * - `3g`, `slow-3g`: the connectivity profiles "3G" (1.6 Mbit/s down, 768 kbit/s up, 300 ms) and "Slow 3G" (400 kbit/s both ways, 400 ms) of
 *   WebPageTest, in use since 2012.
 *
 * None has jitter, so that a figure can be read against the round trip; `wan-50ms,jitter=5ms` adds some.
 */
export const LINK_PROFILES: Readonly<Record<string, LinkProfile>> = {
  [PROXY_ONLY]: link(PROXY_ONLY, 0, null, null),
  lan: link('lan', 0.5, 1000, 1000),
  'wan-50ms': link('wan-50ms', 50, 100, 100),
  'wan-100ms': link('wan-100ms', 100, 100, 100),
  '3g': link('3g', 300, 1.6, 0.768),
  'slow-3g': link('slow-3g', 400, 0.4, 0.4),
};

function link(name: string, roundTripMs: number, down: number | null, up: number | null): LinkProfile {
  return {
    name,
    oneWayDelayNs: (roundTripMs / 2) * MS,
    jitterNs: 0,
    downBitsPerSec: down === null ? null : down * MBIT,
    upBitsPerSec: up === null ? null : up * MBIT,
  };
}

/** The link in words: `25ms each way, 100 Mbit/s down, 100 Mbit/s up`. */
export function describeLink(profile: LinkProfile): string {
  const { oneWayDelayNs, jitterNs, downBitsPerSec, upBitsPerSec } = profile;
  const rate = (bitsPerSec: number | null, way: string): string[] =>
    bitsPerSec === null ? [] : [`${bitsPerSec / MBIT} Mbit/s ${way}`];
  return [
    `${oneWayDelayNs / MS} ms each way`,
    ...(jitterNs === 0 ? [] : [`up to ${jitterNs / MS} ms of jitter`]),
    ...rate(downBitsPerSec, 'down'),
    ...rate(upBitsPerSec, 'up'),
  ].join(', ');
}
