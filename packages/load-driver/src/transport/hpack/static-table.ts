/** The static table of RFC 7541, Appendix A; index 1 comes first. */
const ENTRIES: readonly (readonly [name: string, value: string])[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language', ''],
  ['accept-ranges', ''],
  ['accept', ''],
  ['access-control-allow-origin', ''],
  ['age', ''],
  ['allow', ''],
  ['authorization', ''],
  ['cache-control', ''],
  ['content-disposition', ''],
  ['content-encoding', ''],
  ['content-language', ''],
  ['content-length', ''],
  ['content-location', ''],
  ['content-range', ''],
  ['content-type', ''],
  ['cookie', ''],
  ['date', ''],
  ['etag', ''],
  ['expect', ''],
  ['expires', ''],
  ['from', ''],
  ['host', ''],
  ['if-match', ''],
  ['if-modified-since', ''],
  ['if-none-match', ''],
  ['if-range', ''],
  ['if-unmodified-since', ''],
  ['last-modified', ''],
  ['link', ''],
  ['location', ''],
  ['max-forwards', ''],
  ['proxy-authenticate', ''],
  ['proxy-authorization', ''],
  ['range', ''],
  ['referer', ''],
  ['refresh', ''],
  ['retry-after', ''],
  ['server', ''],
  ['set-cookie', ''],
  ['strict-transport-security', ''],
  ['transfer-encoding', ''],
  ['user-agent', ''],
  ['vary', ''],
  ['via', ''],
  ['www-authenticate', ''],
];

/** Number of entries; the dynamic table begins at the index after it. */
export const STATIC_ENTRIES = ENTRIES.length;

/** Names by index (0 is no entry), as bytes. */
export const STATIC_NAMES: readonly Uint8Array[] = ['', ...ENTRIES.map(([name]) => name)].map(bytesOf);

/** Values by index (0 is no entry), as bytes. */
export const STATIC_VALUES: readonly Uint8Array[] = ['', ...ENTRIES.map(([, value]) => value)].map(bytesOf);

const INDEX_OF_NAME = new Map<string, number>();
const INDEX_OF_FIELD = new Map<string, number>();
ENTRIES.forEach(([name, value], i) => {
  if (!INDEX_OF_NAME.has(name)) INDEX_OF_NAME.set(name, i + 1);
  INDEX_OF_FIELD.set(`${name}\0${value}`, i + 1);
});

/** The index of the entry with this name and this value, or 0. */
export function staticIndexOfField(name: string, value: string): number {
  return INDEX_OF_FIELD.get(`${name}\0${value}`) ?? 0;
}

/** The lowest index of an entry with this name, or 0. */
export function staticIndexOfName(name: string): number {
  return INDEX_OF_NAME.get(name) ?? 0;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
