/** The bytes that HTTP/1.1 framing is made of (RFC 9110 §5.6, RFC 9112). */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;

/** The value of a hexadecimal digit, 255 for any other byte. */
export const HEX_VALUES: Uint8Array = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  HEX_VALUES[digit.charCodeAt(0)] = value;
  HEX_VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Whether `bytes[start, end)` is the lower-case ASCII word given, whatever its case on the wire. O(word). */
export function equalsIgnoringCase(bytes: Uint8Array, start: number, end: number, lowerCaseWord: Uint8Array) {
  if (end - start !== lowerCaseWord.length) return false;
  for (let i = 0; i < lowerCaseWord.length; i++) {
    const byte = bytes[start + i]!;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== lowerCaseWord[i]) return false;
  }
  return true;
}
