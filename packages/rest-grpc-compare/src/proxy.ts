import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';
import type { ProtocolId } from './plan.js';

/** What stood between this client and a server, as the answers' headers told. The index is what a record holds. */
const PROXIES = [null, 'Envoy', 'HTTP'] as const;

type ProxyName = Exclude<(typeof PROXIES)[number], null>;

/** Name under which a trial's record holds the number of the proxy. */
export const PROXY_EXTRA = 'proxy';

const SEEN = 'the answers came through a proxy: ';

/** Looks at an answer's headers: Envoy marks its answers, other proxies add `via` (RFC 9110 §7.6.3). */
export function proxyNumber(header: (name: string) => string | undefined): number {
  if (header('server') === 'envoy' || header('x-envoy-upstream-service-time') !== undefined) return 1;
  return header('via') === undefined ? 0 : 2;
}

/**
 * A proxy before one of the two servers makes the comparison one of server and proxy against server: worth a reason.
 * One before both is the same for both.
 */
export function proxyReason(protocol: ProtocolId, trials: readonly TrialRecord[]): ValidityReason | null {
  const seenBy = (cell: ProtocolId): ProxyName | null => {
    const seen = trials.find((trial) => trial.cell === cell && (trial.extra[PROXY_EXTRA] ?? 0) > 0);
    return PROXIES[seen?.extra[PROXY_EXTRA] ?? 0] ?? null;
  };
  const name = seenBy(protocol);
  if (name === null || seenBy(protocol === 'rest' ? 'grpc' : 'rest') !== null) return null;
  return {
    code: 'PROXY_ON_ONE_SIDE',
    verdict: 'suspect',
    text: SEEN + name,
    hint: 'The other server was reached directly. Give both a proxy or neither, or read the difference as one of the two paths.',
  };
}

/** The proxy that a cell's reasons name, if they do. */
export function proxyNamedBy(reasons: readonly ValidityReason[]): string | undefined {
  const reason = reasons.find(({ code }) => code === 'PROXY_ON_ONE_SIDE');
  return reason?.text.startsWith(SEEN) ? reason.text.slice(SEEN.length) : undefined;
}
