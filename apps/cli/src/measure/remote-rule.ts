import { UsageError } from '../usage-error.js';

/**
 * Whether an address (URL, `host:port` or host) is this machine by loopback: 127.0.0.0/8, `::1`, `localhost`. Any other
 * name is not, whatever it resolves to now: what a resolver answers may change between the check and the load.
 */
export function isLoopback(address: string): boolean {
  const host = hostOf(address).toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return /^127(\.\d{1,3}){3}$/.test(host);
}

/** The config's own permission, which `--allow-remote` sets. */
function allowsRemote(config: unknown): boolean {
  return (
    typeof config === 'object' && config !== null && 'allowRemote' in config && config.allowRemote === true
  );
}

/** @throws UsageError ERR_REMOTE_TARGET naming the addresses, unless all are loopback or the config allows others */
export function refuseRemote(addresses: readonly string[], config: unknown): void {
  const remote = addresses.filter((address) => !isLoopback(address));
  if (remote.length === 0 || allowsRemote(config)) return;
  throw new UsageError(
    `${remote.join(' and ')} ${remote.length === 1 ? 'is' : 'are'} not on this machine`,
    'a load generator must not be aimed by accident: add --allow-remote if you may put load on it',
    'ERR_REMOTE_TARGET',
  );
}

function hostOf(address: string): string {
  const text = address.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && URL.canParse(text)) {
    return new URL(text).hostname.replace(/^\[(.*)\]$/, '$1');
  }
  const withoutScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const bracketed = /^\[([^\]]*)\]/.exec(withoutScheme);
  if (bracketed !== null) return bracketed[1] ?? '';
  // More than one colon and no brackets: a bare IPv6 address, without a port.
  return withoutScheme.split(':').length > 2 ? withoutScheme : (withoutScheme.split(/[:/]/)[0] ?? '');
}
