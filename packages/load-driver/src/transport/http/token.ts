/** 1 for the bytes that may stand in a field name or a method: `token` of RFC 9110 §5.6.2. */
export const TOKEN_BYTES: Uint8Array = new Uint8Array(256);
for (const byte of Buffer.from(
  "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
)) {
  TOKEN_BYTES[byte] = 1;
}

/** Whether a word may be a method or a field name. O(word). */
export function isToken(word: string): boolean {
  if (word === '') return false;
  for (let i = 0; i < word.length; i++) if (TOKEN_BYTES[word.charCodeAt(i)] !== 1) return false;
  return true;
}
