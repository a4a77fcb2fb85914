import { isUtf8 } from 'node:buffer';

/** Whether a string has no lone surrogate. `Buffer.from` would write U+FFFD in its place without a word. */
export function isWellFormed(text: string): boolean {
  // In Node since 20; the library typings of ES2023 do not have it yet.
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}

/**
 * Reads UTF-8 strictly: undefined for bytes that are not UTF-8. A byte order mark stays, unlike with TextDecoder's default.
 * Only a text that holds U+FFFD can have been repaired while decoding, so only then the bytes are looked at again.
 */
export function readUtf8(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end);
  if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) return undefined;
  return text;
}

/** The same bytes as a Buffer, without copying. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
