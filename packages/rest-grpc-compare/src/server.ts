import { parseGrpcAddress, parseRestUrl, portOf } from './addresses.js';
import type { ProtocolId } from './protocols.js';

/** A server's address, taken apart for whoever connects to it. */
export interface Server {
  readonly protocol: ProtocolId;
  /** The major version of HTTP that is spoken. */
  readonly http: 1 | 2;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** What the server is told it is called: the host, and the port where it is not the scheme's own. */
  readonly authority: string;
  /** Scheme and authority. */
  readonly origin: string;
  /** Path of the base URL, without a slash at its end. */
  readonly path: string;
}

/** The server of a protocol at an address that the config's schema has let through. */
export function serverAt(protocol: ProtocolId, address: string): Server {
  const http = protocol === 'grpc' || protocol === 'rest-h2' ? 2 : 1;
  if (protocol === 'grpc') {
    const parsed = parseGrpcAddress(address);
    if (parsed === null) throw new Error(`no gRPC address: ${address}`);
    const { host, port, tls } = parsed;
    const authority = `${host}:${port}`;
    return {
      protocol,
      http,
      host,
      port,
      tls,
      authority,
      origin: `${tls ? 'https' : 'http'}://${authority}`,
      path: '',
    };
  }
  const parsed = parseRestUrl(address);
  if (parsed === null) throw new Error(`no URL of an HTTP server: ${address}`);
  const { hostname, host, protocol: scheme } = new URL(parsed.origin);
  const port = portOf(parsed.origin);
  const tls = scheme === 'https:';
  return {
    protocol,
    http,
    host: hostname,
    port,
    tls,
    authority: host,
    origin: parsed.origin,
    path: parsed.prefix,
  };
}
