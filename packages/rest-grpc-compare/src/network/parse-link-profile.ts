import { BenchwrightError, parseDurationNs } from '@benchwright/result-schema';
import { LINK_PROFILES, type LinkProfile, NO_LINK, PROXY_ONLY } from './link-profile.js';

/** A network profile that is none. */
export class NetworkProfileError extends BenchwrightError {
  constructor(text: string, problem: string) {
    super('ERR_NETWORK_PROFILE', `'${text}' is no network profile: ${problem}`, {
      hint: `use ${profileNames().join(', ')}, or fields such as delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s (delay is one way)`,
    });
  }
}

/** Longer than any path on this planet: a typing error. */
const LONGEST_DELAY_NS = 10e9;
/** Below this a single request would take minutes. */
const SLOWEST_BITS_PER_SEC = 1000;

const RATE = /^(\d+(?:\.\d+)?)\s*([kMG]?)bit\/s$/;
const BITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

type Change = Partial<Omit<LinkProfile, 'name'>>;

/** The names that a profile can be given by. */
function profileNames(): string[] {
  return [NO_LINK, ...Object.keys(LINK_PROFILES)];
}

/**
 * Reads a network profile: a name, fields (`delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s`), or a name with fields that change it
 * (`wan-50ms,jitter=5ms`). `delay` is one way. Null for `none`: no link, clients connect to the server itself.
 *
 * @throws NetworkProfileError ERR_NETWORK_PROFILE that names what cannot be read
 */
export function parseLinkProfile(text: string): LinkProfile | null {
  const parts = text.split(',').map((part) => part.trim());
  const [first = ''] = parts;
  if (first === NO_LINK && parts.length === 1) return null;
  const named = Object.hasOwn(LINK_PROFILES, first) ? LINK_PROFILES[first] : undefined;
  const fields = named === undefined ? parts : parts.slice(1);
  const seen = new Set<string>();
  const changes = fields.map((field): Change => {
    const [key = '', value] = field.split('=', 2).map((side) => side.trim());
    if (value === undefined)
      throw new NetworkProfileError(text, `'${field}' is neither a name nor key=value`);
    if (seen.has(key)) throw new NetworkProfileError(text, `${key} is given twice`);
    seen.add(key);
    return readField(text, key, value);
  });
  const base = named ?? { ...LINK_PROFILES[PROXY_ONLY]!, name: text };
  return Object.assign({}, base, ...changes, { name: fields.length === 0 ? first : parts.join(',') });
}

/** As {@link parseLinkProfile}; the message of the problem instead of an error, or null where there is none. */
export function linkProfileProblem(text: string): string | null {
  try {
    parseLinkProfile(text);
    return null;
  } catch (error) {
    if (error instanceof NetworkProfileError) return `${error.message}; ${error.hint}`;
    throw error;
  }
}

function readField(text: string, key: string, value: string): Change {
  switch (key) {
    case 'delay':
      return { oneWayDelayNs: duration(text, key, value) };
    case 'jitter':
      return { jitterNs: duration(text, key, value) };
    case 'down':
      return { downBitsPerSec: bitRate(text, key, value) };
    case 'up':
      return { upBitsPerSec: bitRate(text, key, value) };
    default:
      throw new NetworkProfileError(text, `there is no field '${key}'`);
  }
}

function duration(text: string, key: string, value: string): number {
  const ns = parseDurationNs(value);
  if (ns === null)
    throw new NetworkProfileError(text, `${key} must be a duration such as 20ms, got '${value}'`);
  if (ns > LONGEST_DELAY_NS)
    throw new NetworkProfileError(text, `${key} must be at most 10s, got '${value}'`);
  return ns;
}

function bitRate(text: string, key: string, value: string): number {
  const match = RATE.exec(value);
  const bitsPerSec = match === null ? Number.NaN : Number(match[1]) * BITS[match[2] ?? '']!;
  if (Number.isNaN(bitsPerSec)) {
    throw new NetworkProfileError(text, `${key} must be a rate in bits such as 10Mbit/s, got '${value}'`);
  }
  if (bitsPerSec < SLOWEST_BITS_PER_SEC) {
    throw new NetworkProfileError(text, `${key} must be at least 1kbit/s, got '${value}'`);
  }
  return bitsPerSec;
}
