import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';

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
 * A proxy before some of the servers makes the comparison one of server and proxy against server: worth a reason for each
 * cell behind one. One before all of them is the same for all.
 */
export function proxyReason(
  cell: string,
  cells: readonly string[],
  trials: readonly TrialRecord[],
): ValidityReason | null {
  const seenBy = (id: string): ProxyName | null => {
    const seen = trials.find((trial) => trial.cell === id && (trial.extra[PROXY_EXTRA] ?? 0) > 0);
    return PROXIES[seen?.extra[PROXY_EXTRA] ?? 0] ?? null;
  };
  const name = seenBy(cell);
  if (name === null || cells.every((other) => seenBy(other) !== null)) return null;
  return {
    code: 'PROXY_ON_ONE_SIDE',
    verdict: 'suspect',
    text: SEEN + name,
    hint: 'Another server was reached directly. Give all of them a proxy or none, or read the difference as one of the two paths.',
  };
}

/** The proxy that a cell's reasons name, if they do. */
export function proxyNamedBy(reasons: readonly ValidityReason[]): string | undefined {
  const reason = reasons.find(({ code }) => code === 'PROXY_ON_ONE_SIDE');
  return reason?.text.startsWith(SEEN) ? reason.text.slice(SEEN.length) : undefined;
}
