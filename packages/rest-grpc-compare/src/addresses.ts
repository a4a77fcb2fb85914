import type { RestGrpcConfig } from './config.js';

/** Where a REST server is looked for when only the gRPC address is given. */
export const DEFAULT_REST_URL = 'http://localhost:8080';
/** Where a gRPC server is looked for when only the REST address is given. */
export const DEFAULT_GRPC_URL = 'localhost:9090';

/** The two servers that a comparison is of. */
export interface Addresses {
  readonly rest: string;
  readonly grpc: string;
}

/** A gRPC address taken apart. */
export interface GrpcAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/**
 * The servers that a config names, or null when it names neither and the suite starts its own. With one of the two
 * given, the other is looked for at its well-known port: measuring somebody's REST server against the embedded gRPC
 * server would compare two different programs.
 */
export function addressesOf(config: Pick<RestGrpcConfig, 'restUrl' | 'grpcUrl'>): Addresses | null {
  if (config.restUrl === null && config.grpcUrl === null) return null;
  return { rest: config.restUrl ?? DEFAULT_REST_URL, grpc: config.grpcUrl ?? DEFAULT_GRPC_URL };
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
