import type { RestGrpcConfig } from './config.js';
import { DEFAULT_PORTS, type ProtocolId } from './protocols.js';

/** Where the server of each protocol is looked for when only another one's address is given. */
export const DEFAULT_ADDRESSES: Readonly<Record<ProtocolId, string>> = {
  rest: `http://localhost:${DEFAULT_PORTS.rest}`,
  grpc: `localhost:${DEFAULT_PORTS.grpc}`,
  graphql: `http://localhost:${DEFAULT_PORTS.graphql}`,
  'rest-h2': `http://localhost:${DEFAULT_PORTS['rest-h2']}`,
  'grpc-web': `http://localhost:${DEFAULT_PORTS['grpc-web']}`,
};

/** The servers that a comparison is of: one for each protocol that it compares. */
export type Addresses = Readonly<Partial<Record<ProtocolId, string>>>;

/** The field of the config that names the server of each protocol. */
export const URL_FIELDS = {
  rest: 'restUrl',
  grpc: 'grpcUrl',
  graphql: 'graphqlUrl',
  'rest-h2': 'restH2Url',
  'grpc-web': 'grpcWebUrl',
} as const satisfies Readonly<Record<ProtocolId, keyof RestGrpcConfig>>;

/** A gRPC address taken apart. */
export interface GrpcAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

type AddressFields = Pick<RestGrpcConfig, 'protocols' | (typeof URL_FIELDS)[ProtocolId]>;

/**
 * The servers that a config names, or null when it names none and the suite starts its own. With one given, the others
 * are looked for at their well-known ports: measuring somebody's REST server against the embedded gRPC server would
 * compare two different programs.
 */
export function addressesOf(config: AddressFields): Addresses | null {
  const { protocols } = config;
  if (protocols.every((protocol) => config[URL_FIELDS[protocol]] === null)) return null;
  return Object.fromEntries(
    protocols.map((protocol) => [protocol, config[URL_FIELDS[protocol]] ?? DEFAULT_ADDRESSES[protocol]]),
  );
}

/** The address of a protocol that is compared. */
export function addressOf(addresses: Addresses, protocol: ProtocolId): string {
  const address = addresses[protocol];
  if (address === undefined) throw new Error(`no server of ${protocol} is known`);
  return address;
}

/** The port of an http or https origin. */
export function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

/** Reads an http or https base URL, without its trailing slashes; null for anything else, a query or a fragment included. */
export function parseRestUrl(text: string): { origin: string; prefix: string } | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return null;
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}

const GRPC_FORM = /^(?:(grpcs?):\/\/)?(\[[0-9a-fA-F:.%\w]+\]|[^\s:/[\]]+):(\d{1,5})\/?$/;

/** Reads `host:port` (plaintext), `grpc://host:port` (the same) or `grpcs://host:port` (TLS); null for anything else. */
export function parseGrpcAddress(text: string): GrpcAddress | null {
  const match = GRPC_FORM.exec(text.trim());
  if (match === null) return null;
  const port = Number(match[3]);
  if (port < 1 || port > 65_535) return null;
  return { host: match[2]!, port, tls: match[1] === 'grpcs' };
}

/** True when the host of an address (URL or host:port) is this machine's loopback by name or number. */
export function isLoopbackAddress(address: string): boolean {
  const named = parseGrpcAddress(address)?.host ?? (URL.canParse(address) ? new URL(address).hostname : '');
  const host = named.toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true;
  return /^127(\.\d{1,3}){3}$/.test(host);
}
