/** `did:cardano:NETWORK:` and a BLAKE2b-256 digest in base58: 43 or 44 letters, fewer where it begins with zero bytes. */
export const DID_FORM = /^did:cardano:(mainnet|testnet):[1-9A-HJ-NP-Za-km-z]{32,44}$/;

/** The same digest in base64url without padding. */
export const ID_HASH_FORM = /^[A-Za-z0-9_-]{43}$/;

const DID_START = Buffer.from('"did:cardano:', 'latin1');
const SHORTEST = 32;
const LONGEST = 44;

/** By byte: whether it is a letter of base58, which has no 0, O, I and l. */
const BASE58 = new Uint8Array(256);
for (const letter of '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz') {
  BASE58[letter.charCodeAt(0)] = 1;
}

/** Whether the JSON text at `at` is a DID; the same as `DID_FORM`, without making a string. */
export function isDidAt(bytes: Buffer, at: number, end: number): boolean {
  if (
    end - at < DID_START.length ||
    bytes.compare(DID_START, 0, DID_START.length, at, at + DID_START.length) !== 0
  ) {
    return false;
  }
  const colon = bytes.indexOf(0x3a, at + DID_START.length);
  const network = colon - at - DID_START.length;
  // Both names have seven letters.
  if (network !== 7 || !isNetwork(bytes, at + DID_START.length)) return false;
  const digits = end - colon - 1;
  if (digits < SHORTEST || digits > LONGEST) return false;
  for (let i = colon + 1; i < end; i++) if (BASE58[bytes[i]!] !== 1) return false;
  return true;
}

const NETWORKS = [Buffer.from('testnet', 'latin1'), Buffer.from('mainnet', 'latin1')];

function isNetwork(bytes: Buffer, at: number): boolean {
  return NETWORKS.some((name) => bytes.compare(name, 0, name.length, at, at + name.length) === 0);
}
