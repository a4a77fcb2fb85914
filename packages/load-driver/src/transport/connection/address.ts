import { isIP } from 'node:net';

/** `example.com:80`, `[::1]:80`: the target as a user writes it. */
export function displayAddress(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The host without the brackets that a URL puts around an IPv6 address. */
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
