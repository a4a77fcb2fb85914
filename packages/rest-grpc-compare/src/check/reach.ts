import { connect } from 'node:net';

/** How long one attempt of a check may take. */
export const CHECK_TIMEOUT_MS = 5000;

/** A signal for one attempt: aborted by the caller's or by the time allowed. */
export function attemptSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]);
}

/** Opens and closes a TCP connection; null when it could, else what the system said. */
export function reach(host: string, port: number, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port, signal: attemptSignal(signal) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error: Error) => resolve(reasonOf(error)));
  });
}

/** The part of a connection error that helps: of several addresses tried, what each said. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const gaveUp = error.name === 'AbortError' || error.name === 'TimeoutError';
  return gaveUp ? `no answer within ${CHECK_TIMEOUT_MS / 1000} s` : error.message;
}
