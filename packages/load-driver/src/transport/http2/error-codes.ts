import type { OutcomeTable } from '../outcome-table.js';

export const NO_ERROR = 0;
export const PROTOCOL_ERROR = 1;
export const FLOW_CONTROL_ERROR = 3;
export const FRAME_SIZE_ERROR = 6;
export const CANCEL = 8;
export const COMPRESSION_ERROR = 9;
export const ENHANCE_YOUR_CALM = 11;

/** Names by code: RFC 9113 §7. */
const NAMES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** The name of an HTTP/2 error code; a code without a name is UNKNOWN, whatever it is. */
export function errorCodeName(code: number): string {
  return NAMES[code] ?? 'UNKNOWN';
}

/** The outcome of a stream that the server has reset, by error code; one for all codes beyond those known. */
export function resetOutcomes(outcomes: OutcomeTable): readonly number[] {
  return [...NAMES, 'UNKNOWN'].map((name) =>
    outcomes.codeOf(name === 'REFUSED_STREAM' ? name : `RST_${name}`),
  );
}

/**
 * Error classes that only HTTP/2 has, beside `RST_<ERROR CODE>` for a stream that the server reset and those of
 * `transportErrorClasses`.
 */
export const http2ErrorClasses = {
  GOAWAY_UNPROCESSED: 'the server closed the connection and said that it had not begun with the request',
  REFUSED_STREAM: 'the server reset the stream and said that it had not begun with the request',
} as const satisfies Record<string, string>;
