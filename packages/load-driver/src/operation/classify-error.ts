const CLASS_OF_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'CONNECT_REFUSED',
  ECONNRESET: 'CONNECTION_RESET',
  EPIPE: 'CONNECTION_RESET',
  ECONNABORTED: 'CONNECTION_RESET',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_SOCKET: 'CONNECTION_CLOSED',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'PROTOCOL',
  UND_ERR_HEADERS_OVERFLOW: 'PROTOCOL',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'PROTOCOL',
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  ABORT_ERR: 'CANCELLED',
};

/**
 * The error class of something an operation threw: by its `code` (Node, undici), by an HTTP status it carries (AWS SDK
 * `$metadata`), else by its name. Looks through `cause` and the parts of an AggregateError. Never throws.
 */
export function classifyError(error: unknown): string {
  for (let e: unknown = error, depth = 0; isRecord(e) && depth < 5; depth++) {
    const { code } = e;
    if (typeof code === 'string') {
      const known = CLASS_OF_CODE[code];
      if (known !== undefined) return known;
      if (code.startsWith('HPE_')) return 'PROTOCOL';
      if (code.startsWith('ERR_TLS') || code.includes('CERT')) return 'TLS';
    }
    const status = isRecord(e.$metadata) ? e.$metadata.httpStatusCode : undefined;
    if (typeof status === 'number' && status >= 400) return `HTTP_${status}`;
    // undici gives some of its parser errors no code.
    if (e.name === 'HTTPParserError') return 'PROTOCOL';
    e = Array.isArray(e.errors) && e.errors.length > 0 ? e.errors[0] : (e.cause ?? named(e));
    if (typeof e === 'string') return e;
  }
  return 'ERROR';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function named(error: Record<string, unknown>): string {
  if (error.name === 'AbortError') return 'CANCELLED';
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  if (typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code)) return error.code;
  return typeof error.name === 'string' && error.name !== 'Error' ? error.name : 'ERROR';
}
