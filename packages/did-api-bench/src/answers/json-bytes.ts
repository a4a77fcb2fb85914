const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** A member's name as it stands in JSON text. */
export function memberName(name: string): Buffer {
  return Buffer.from(JSON.stringify(name), 'utf8');
}

/**
 * Where the value of the first member with this name begins in JSON text of so many bytes, -1 where there is none; blanks around the colon are passed over.
 * Looks for bytes and does not parse: 150 ns in an answer of 1.5 kB, where JSON.parse takes 8 µs. A name inside of a text is taken for a member, which the sampled parse finds out.
 */
export function valueAt(bytes: Buffer, length: number, name: Buffer): number {
  let at = bytes.indexOf(name);
  while (at >= 0 && at + name.length < length) {
    const colon = skipBlanks(bytes, length, at + name.length);
    if (bytes[colon] === COLON) {
      const value = skipBlanks(bytes, length, colon + 1);
      return value < length ? value : -1;
    }
    at = bytes.indexOf(name, at + name.length);
  }
  return -1;
}

/** Whether the bytes from `at` on begin with these. */
export function beginsWith(bytes: Buffer, length: number, at: number, expected: Buffer): boolean {
  if (at < 0 || at + expected.length > length) return false;
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** Where the text that begins with the quote at `at` ends (its closing quote), -1 where it does not. */
export function textEnd(bytes: Buffer, length: number, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  for (let i = at + 1; i < length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i;
  }
  return -1;
}

function skipBlanks(bytes: Buffer, length: number, from: number): number {
  let at = from;
  while (
    at < length &&
    (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)
  )
    at++;
  return at;
}
