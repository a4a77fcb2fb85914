import { createHmac } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { requireThat } from '../errors.js';
import { ivLength, open, seal, tagLength } from '../keys/aes-gcm.js';
import { intermediateKeyLength } from '../keys/intermediate-wrapping.js';
import { fillRandom, randomBytes } from '../keys/random.js';
import { wipe } from '../keys/wipe.js';
import { isWellFormed } from '../value/text.js';
import type { SingleKeyring, WrappedKey } from './keyring.js';

/** A branch key in plaintext, as a key store hands it out. */
export interface StaticBranchKeyOptions {
  readonly branchKeyId: string;
  /** A UUID, with hyphens. */
  readonly branchKeyVersion: string;
  /** 32 bytes. Copied. */
  readonly branchKey: Uint8Array;
}

const provider = 'aws-kms-hierarchy';
const providerBytes = Buffer.from(provider, 'latin1');
/** Block 1 ‖ label ‖ 0; the salt is the context; 256 bits are wanted. */
const counterAndLabel = Buffer.concat([Buffer.from([0, 0, 0, 1]), providerBytes, Buffer.from([0])]);
const outputBits = Buffer.from([0, 0, 1, 0]);

const saltLength = 16;
const versionLength = 16;
const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// salt ‖ IV ‖ version ‖ ciphertext ‖ tag
const ivAt = saltLength;
const versionAt = ivAt + ivLength;
const sealedAt = versionAt + versionLength;
const wrappedLength = sealedAt + intermediateKeyLength + tagLength;

/**
 * The hierarchical keyring with one branch key that is already known: items made with it and items of the AWS KMS Hierarchical keyring
 * are the same. It fetches, caches and rotates nothing. Throws `ERR_KEYRING_CONFIG`.
 */
export function createStaticBranchKeyKeyring(options: StaticBranchKeyOptions): SingleKeyring {
  const { branchKeyId, branchKeyVersion, branchKey } = options;
  requireThat(
    typeof branchKeyId === 'string' &&
      branchKeyId !== '' &&
      isWellFormed(branchKeyId) &&
      Buffer.byteLength(branchKeyId) <= 65_000,
    'ERR_KEYRING_CONFIG',
    'branchKeyId must be a string that UTF-8 can express, and not empty',
  );
  requireThat(
    typeof branchKeyVersion === 'string' && uuidForm.test(branchKeyVersion),
    'ERR_KEYRING_CONFIG',
    'branchKeyVersion must be a UUID such as 7d9f2c4e-1b3a-4c5d-8e6f-0a1b2c3d4e5f',
  );
  requireThat(
    isUint8Array(branchKey) && branchKey.length === 32,
    'ERR_KEYRING_CONFIG',
    'branchKey must be a Uint8Array of 32 bytes',
  );
  const version = Buffer.from(branchKeyVersion.replaceAll('-', ''), 'hex');
  return new BranchKeyKeyring(Buffer.from(branchKeyId), version, Buffer.from(branchKey));
}

class BranchKeyKeyring implements SingleKeyring {
  readonly #id: Buffer;
  readonly #version: Buffer;
  readonly #branchKey: Buffer;

  constructor(id: Buffer, version: Buffer, branchKey: Buffer) {
    this.#id = id;
    this.#version = version;
    this.#branchKey = branchKey;
  }

  wrapKey({ encryptionContextBytes }: { encryptionContextBytes: Uint8Array }) {
    const intermediateKey = randomBytes(intermediateKeyLength);
    const wrappedKey = Buffer.allocUnsafe(wrappedLength);
    fillRandom(wrappedKey.subarray(0, versionAt));
    this.#version.copy(wrappedKey, versionAt);
    const key = this.#wrappingKey(wrappedKey);
    const iv = wrappedKey.subarray(ivAt, versionAt);
    seal(
      'aes-256-gcm',
      { key, iv, aad: this.#aad(encryptionContextBytes) },
      intermediateKey,
      wrappedKey,
      sealedAt,
    );
    wipe(key);
    return { intermediateKey, providerId: provider, providerInfo: this.#id, wrappedKey };
  }

  unwrapKey(
    { encryptionContextBytes }: { encryptionContextBytes: Uint8Array },
    { providerId, providerInfo, wrappedKey }: WrappedKey,
  ) {
    if (providerId !== provider || !this.#id.equals(providerInfo) || wrappedKey.length !== wrappedLength)
      return undefined;
    if (!this.#version.equals(wrappedKey.subarray(versionAt, sealedAt))) return undefined;
    const key = this.#wrappingKey(wrappedKey);
    const iv = wrappedKey.subarray(ivAt, versionAt);
    const aad = this.#aad(encryptionContextBytes);
    const intermediateKey = open('aes-256-gcm', { key, iv, aad }, wrappedKey.subarray(sealedAt));
    wipe(key);
    return intermediateKey;
  }

  /** SP 800-108 in counter mode with HMAC-SHA-256; 256 bits are one block. */
  #wrappingKey(wrappedKey: Uint8Array): Buffer {
    return createHmac('sha256', this.#branchKey)
      .update(counterAndLabel)
      .update(wrappedKey.subarray(0, saltLength))
      .update(outputBits)
      .digest();
  }

  #aad(encryptionContextBytes: Uint8Array): Buffer {
    return Buffer.concat([providerBytes, this.#id, this.#version, encryptionContextBytes]);
  }
}
