// W3C Trace Context, level 1: https://www.w3.org/TR/trace-context/#traceparent-header

/** Hexadecimal digits of the part that numbers the requests of a trial. */
const TRACE_DIGITS = 16;

/** Stand for the number while a request is prepared. */
export const TRACE_MARK = '~'.repeat(TRACE_DIGITS);

/**
 * The header of a sampled request, with marks in place of its number: it stands in the second half of the trace id, and is the id of the
 * parent span. `nonce` (48 bits, above 0) tells one trial from another. Pure.
 */
export function traceparentTemplate(nonce: number): string {
  return `00-${tracePrefix(nonce)}${TRACE_MARK}-${TRACE_MARK}-01`;
}

/** The trace id of a request, as tracing tools show it. Pure. */
export function traceId(nonce: number, number: number): string {
  return tracePrefix(nonce) + number.toString(16).padStart(TRACE_DIGITS, '0');
}

function tracePrefix(nonce: number): string {
  return nonce.toString(16).padStart(16, '0');
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/** Writes a number of at most 53 bits in hexadecimal, allocating nothing. */
export function writeHex(bytes: Uint8Array, offset: number, number: number): void {
  let rest = number;
  for (let at = offset + TRACE_DIGITS - 1; at >= offset; at--) {
    const sixteenth = Math.floor(rest / 16);
    bytes[at] = DIGITS[rest - sixteenth * 16]!;
    rest = sixteenth;
  }
}
