const SETTINGS = 0x04;
const FRAME_HEADER_BYTES = 9;

/**
 * What is wrong with an answer that does not begin with a status line. A server of HTTP/2 alone begins with a SETTINGS frame (RFC 9113,
 * 3.4): type 4, flags 0, stream 0; that is said, since it is what one can mend.
 */
export function notHttp1(bytes: Uint8Array, at: number, to: number): string {
  return isSettingsFrame(bytes, at, to)
    ? 'the server speaks HTTP/2 (its SETTINGS came), not HTTP/1.1'
    : 'the answer does not begin with HTTP/1.';
}

/** Whether these bytes begin with the header of a SETTINGS frame. */
export function isSettingsFrame(bytes: Uint8Array, at: number, to: number): boolean {
  if (to - at < FRAME_HEADER_BYTES || bytes[at + 3] !== SETTINGS) return false;
  for (let i = at + 4; i < at + FRAME_HEADER_BYTES; i++) if (bytes[i] !== 0) return false;
  return bytes[at] === 0;
}
