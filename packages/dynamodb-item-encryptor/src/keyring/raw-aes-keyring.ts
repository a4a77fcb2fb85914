import { isUint8Array } from 'node:util/types';
import { requireThat } from '../errors.js';
import { type GcmCipher, ivLength, open, seal, tagLength } from '../keys/aes-gcm.js';
import { intermediateKeyLength } from '../keys/intermediate-wrapping.js';
import { fillRandom, randomBytes } from '../keys/random.js';
import { isWellFormed } from '../value/text.js';
import type { SingleKeyring, WrappedKey } from './keyring.js';

/** How the wrapping key wraps, in the words of the other implementations. */
export type RawAesWrappingAlgorithm =
  | 'ALG_AES128_GCM_IV12_TAG16'
  | 'ALG_AES192_GCM_IV12_TAG16'
  | 'ALG_AES256_GCM_IV12_TAG16';

/** The key of a {@link createRawAesKeyring}, and how items refer to it. */
export interface RawAesKeyringOptions {
  /** Which kind of place the key is kept in. Stands in every item as the provider. */
  readonly keyNamespace: string;
  /** Which key in that place. Stands in every item. */
  readonly keyName: string;
  /** 16, 24 or 32 bytes. Copied. */
  readonly wrappingKey: Uint8Array;
  /** Follows from the length of the key; if given, it must agree. */
  readonly wrappingAlg?: RawAesWrappingAlgorithm;
}

const ciphers: ReadonlyMap<number, { cipher: GcmCipher; algorithm: RawAesWrappingAlgorithm }> = new Map([
  [16, { cipher: 'aes-128-gcm', algorithm: 'ALG_AES128_GCM_IV12_TAG16' }],
  [24, { cipher: 'aes-192-gcm', algorithm: 'ALG_AES192_GCM_IV12_TAG16' }],
  [32, { cipher: 'aes-256-gcm', algorithm: 'ALG_AES256_GCM_IV12_TAG16' }],
]);

/** u32 tag length in bits ‖ u32 IV length in bytes. */
const sizes = Buffer.from([0, 0, 0, 8 * tagLength, 0, 0, 0, ivLength]);

/**
 * A keyring around an AES key that the application has. It talks to nobody, and wraps synchronously. Throws `ERR_KEYRING_CONFIG` for
 * a key of another length, or the namespace `aws-kms`, which means something else to every reader.
 */
export function createRawAesKeyring(options: RawAesKeyringOptions): SingleKeyring {
  const { keyNamespace, keyName, wrappingKey, wrappingAlg } = options;
  for (const [field, text] of Object.entries({ keyNamespace, keyName })) {
    requireThat(
      typeof text === 'string' && isWellFormed(text) && Buffer.byteLength(text) <= 65_000,
      'ERR_KEYRING_CONFIG',
      `${field} must be a string that UTF-8 can express, of at most 65,000 bytes`,
    );
  }
  requireThat(
    keyNamespace !== 'aws-kms',
    'ERR_KEYRING_CONFIG',
    'keyNamespace must not be "aws-kms": it is reserved for KMS',
  );
  const found = isUint8Array(wrappingKey) ? ciphers.get(wrappingKey.length) : undefined;
  requireThat(
    found !== undefined,
    'ERR_KEYRING_CONFIG',
    'wrappingKey must be a Uint8Array of 16, 24 or 32 bytes',
  );
  requireThat(
    wrappingAlg === undefined || wrappingAlg === found.algorithm,
    'ERR_KEYRING_CONFIG',
    `wrappingAlg is ${wrappingAlg}, but wrappingKey has ${wrappingKey.length} bytes: leave it out, or say ${found.algorithm}`,
  );
  return new RawAesKeyring(keyNamespace, keyName, Buffer.from(wrappingKey), found.cipher);
}

class RawAesKeyring implements SingleKeyring {
  readonly #namespace: string;
  /** Key name ‖ sizes: all of the provider info but the IV. */
  readonly #infoPrefix: Buffer;
  readonly #wrappingKey: Buffer;
  readonly #cipher: GcmCipher;

  constructor(namespace: string, name: string, wrappingKey: Buffer, cipher: GcmCipher) {
    this.#namespace = namespace;
    this.#infoPrefix = Buffer.concat([Buffer.from(name), sizes]);
    this.#wrappingKey = wrappingKey;
    this.#cipher = cipher;
  }

  wrapKey({ encryptionContextBytes: aad }: { encryptionContextBytes: Uint8Array }) {
    const intermediateKey = randomBytes(intermediateKeyLength);
    const prefixLength = this.#infoPrefix.length;
    const providerInfo = Buffer.allocUnsafe(prefixLength + ivLength);
    this.#infoPrefix.copy(providerInfo);
    const iv = providerInfo.subarray(prefixLength);
    fillRandom(iv);
    const wrappedKey = Buffer.allocUnsafe(intermediateKeyLength + tagLength);
    seal(this.#cipher, { key: this.#wrappingKey, iv, aad }, intermediateKey, wrappedKey, 0);
    return { intermediateKey, providerId: this.#namespace, providerInfo, wrappedKey };
  }

  unwrapKey({ encryptionContextBytes: aad }: { encryptionContextBytes: Uint8Array }, key: WrappedKey) {
    if (!this.#isMine(key)) return undefined;
    const iv = key.providerInfo.subarray(this.#infoPrefix.length);
    return open(this.#cipher, { key: this.#wrappingKey, iv, aad }, key.wrappedKey);
  }

  #isMine({ providerId, providerInfo, wrappedKey }: WrappedKey): boolean {
    const prefixLength = this.#infoPrefix.length;
    return (
      providerId === this.#namespace &&
      providerInfo.length === prefixLength + ivLength &&
      wrappedKey.length === intermediateKeyLength + tagLength &&
      this.#infoPrefix.equals(providerInfo.subarray(0, prefixLength))
    );
  }
}
