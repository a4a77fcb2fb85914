import { ivLength, open, seal, tagLength } from './aes-gcm.js';
import { deriveTwo, infoBlock } from './hkdf.js';
import { newKeyPair, wipe } from './wipe.js';

export const dataKeyLength = 32;
export const intermediateKeyLength = 32;

/** The data key, encrypted with a key derived from the intermediate key: ciphertext ‖ tag. Every recipient's blob begins with it. */
export const wrappedDataKeyLength = dataKeyLength + tagLength;

const infos = [
  infoBlock('AWS_MPL_INTERMEDIATE_KEYWRAP_MAC'),
  infoBlock('AWS_MPL_INTERMEDIATE_KEYWRAP_ENC'),
] as const;

// Each intermediate key encrypts one data key, once: a fixed IV repeats with no key.
const iv = Buffer.alloc(ivLength);

/** What an intermediate key is for: a recipient's own key for the footer, and one for wrapping the data key. */
function deriveKeys(intermediateKey: Uint8Array): { macKey: Uint8Array; wrappingKey: Uint8Array } {
  const [macKey, wrappingKey] = newKeyPair();
  deriveTwo(intermediateKey, infos, [macKey, wrappingKey]);
  return { macKey, wrappingKey };
}

/**
 * Encrypts the data key for one recipient into the first 48 bytes of `blob`, and returns the key of that recipient's tag in the footer,
 * which the caller wipes.
 */
export function wrapDataKey(
  intermediateKey: Uint8Array,
  dataKey: Uint8Array,
  contextBytes: Uint8Array,
  blob: Uint8Array,
): Uint8Array {
  const { macKey, wrappingKey } = deriveKeys(intermediateKey);
  seal('aes-256-gcm', { key: wrappingKey, iv, aad: contextBytes }, dataKey, blob, 0);
  wipe(wrappingKey);
  return macKey;
}

/** The data key and the key of the tag, or undefined if this intermediate key is not the one. The caller wipes both. */
export function unwrapDataKey(
  intermediateKey: Uint8Array,
  wrappedDataKey: Uint8Array,
  contextBytes: Uint8Array,
): { dataKey: Uint8Array; macKey: Uint8Array } | undefined {
  const { macKey, wrappingKey } = deriveKeys(intermediateKey);
  const dataKey = open('aes-256-gcm', { key: wrappingKey, iv, aad: contextBytes }, wrappedDataKey);
  wipe(wrappingKey);
  if (dataKey !== undefined) return { dataKey, macKey };
  wipe(macKey);
  return undefined;
}
