/**
 * What can go wrong between a send and its answer, whichever protocol runs above. Answers that are complete but not
 * acceptable have classes of their own: `HTTP_<status>`, `GRPC_<STATUS>`. A system error that has no class here keeps
 * its own name behind a prefix: `CONNECT_EHOSTUNREACH` while connecting, `CONNECTION_ENETDOWN` after.
 */
export const transportErrorClasses = {
  CONNECT_REFUSED: 'nothing listens on the address',
  CONNECT_TIMEOUT: 'no connection (TLS handshake included) within the time allowed',
  CONNECT_FAILED: 'no connection, for a reason that the system did not name',
  DNS: 'the host name has no address',
  TLS: 'the TLS handshake failed, or the peer ended TLS with an alert',
  CONNECTION_RESET: 'the peer reset the connection before the answer was complete',
  CONNECTION_CLOSED: 'the connection ended before the answer was complete',
  TIMEOUT: 'no complete answer within the time allowed',
  PROTOCOL: 'what came back is not a valid answer',
} as const satisfies Record<string, string>;

/** One of the classes that every transport uses. */
export type TransportErrorClass = keyof typeof transportErrorClasses;

const CONNECTING: Readonly<Record<string, TransportErrorClass>> = {
  ECONNREFUSED: 'CONNECT_REFUSED',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  EAI_FAIL: 'DNS',
  EAI_NODATA: 'DNS',
};

const ESTABLISHED: Readonly<Record<string, TransportErrorClass>> = {
  ECONNRESET: 'CONNECTION_RESET',
  ECONNABORTED: 'CONNECTION_RESET',
  EPIPE: 'CONNECTION_RESET',
  EPROTO: 'TLS',
};

/** `EHOSTUNREACH` and the like, as opposed to Node's own `ERR_…` codes. */
const SYSTEM_ERROR = /^E(?!RR_)[A-Z0-9]+$/;

/**
 * The class of an error met while a connection was being made.
 *
 * @param handshaking whether TCP was connected already, so that only TLS can be what failed
 */
export function connectErrorClass(error: unknown, handshaking: boolean): string {
  if (handshaking) return 'TLS';
  const code = codeOf(error);
  return CONNECTING[code] ?? (SYSTEM_ERROR.test(code) ? `CONNECT_${code}` : 'CONNECT_FAILED');
}

/** The class of an error met on an established connection. */
export function connectionErrorClass(error: unknown): string {
  const code = codeOf(error);
  const known = ESTABLISHED[code];
  if (known !== undefined) return known;
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) return 'TLS';
  return SYSTEM_ERROR.test(code) ? `CONNECTION_${code}` : 'CONNECTION_CLOSED';
}

/**
 * What a person can read of an error's message. OpenSSL's, `80CC…:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate
 * required:../deps/…`, say it in one field of many.
 */
export function errorText({ message }: Error): string {
  const reason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(message)?.[1];
  return (reason ?? message).trim();
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
