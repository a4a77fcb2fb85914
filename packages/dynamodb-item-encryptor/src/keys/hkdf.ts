import { hmacSha512 } from './sha512/hmac-sha512.js';

// Off the collected heap, which moves what is on it and leaves copies behind.
const pseudoRandomKey = new Uint8Array(new ArrayBuffer(64));

/** An info with the number of its only block, 0x01, behind it; `suffixLength` bytes in between are to be filled in. */
export function infoBlock(label: string, suffixLength = 0): Uint8Array {
  const info = new Uint8Array(label.length + suffixLength + 1);
  info.set(Buffer.from(label, 'latin1'));
  info[info.length - 1] = 1;
  return info;
}

/**
 * HKDF with SHA-512 and no salt (RFC 5869): one extraction, two expansions of 32 bytes. The infos come from {@link infoBlock}. The caller
 * wipes the key, and what was made of it.
 */
export function deriveTwo(
  inputKey: Uint8Array,
  [firstInfo, secondInfo]: readonly [Uint8Array, Uint8Array],
  [first, second]: readonly [Uint8Array, Uint8Array],
): void {
  const hmac = hmacSha512();
  hmac.setNoKey();
  hmac.mac('sha512', inputKey, pseudoRandomKey);
  hmac.setKey('sha512', pseudoRandomKey);
  hmac.mac('sha512', firstInfo, first);
  hmac.mac('sha512', secondInfo, second);
  hmac.wipe();
  pseudoRandomKey.fill(0);
}
