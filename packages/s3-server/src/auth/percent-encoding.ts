import { S3Error } from '../errors/s3-error.js';

/** 1 for A–Z a–z 0–9 - . _ ~: what Signature Version 4 leaves alone. */
const unreserved = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') {
  unreserved[char.charCodeAt(0)] = 1;
}

const slash = 0x2f;
const percent = 0x25;

/** Percent-encodes as Signature Version 4 does: every byte of the UTF-8 form but the unreserved ones; `/` stays where asked. */
export function awsEncode(text: string, keepSlash: boolean): string {
  if (isPlain(text, keepSlash)) return text;
  const encoded = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return keepSlash ? encoded.replaceAll('%2F', '/') : encoded;
}

function isPlain(text: string, keepSlash: boolean): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255 || (unreserved[code] === 0 && !(keepSlash && code === slash))) return false;
  }
  return true;
}

/** Undoes percent-encoding. Throws InvalidURI where `%` is not followed by two hex digits or the bytes are not UTF-8. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

/**
 * A path as Signature Version 4 for S3 wants it: decoded, then encoded once. Most clients send it in that form, which a scan without a
 * single allocation proves.
 */
export function canonicalUri(rawPath: string): string {
  for (let at = 0; at < rawPath.length; at++) {
    const code = rawPath.charCodeAt(at);
    if (unreserved[code] === 1 || code === slash) continue;
    if (code !== percent || !isNeededEscape(rawPath, at)) return awsEncode(percentDecode(rawPath), true);
    at += 2;
  }
  return rawPath;
}

function isNeededEscape(text: string, at: number): boolean {
  const high = upperHex(text.charCodeAt(at + 1));
  const low = upperHex(text.charCodeAt(at + 2));
  const byte = high * 16 + low;
  return high >= 0 && low >= 0 && unreserved[byte] === 0 && byte !== slash;
}

/** −1 for what is no digit or upper-case letter of a hex number (NaN beyond the end of the text). */
function upperHex(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}
