import { ItemEncryptionError, requireThat } from '../errors.js';
import { intermediateKeyLength } from '../keys/intermediate-wrapping.js';
import { randomBytes } from '../keys/random.js';
import { wipe } from '../keys/wipe.js';
import type { KeyringRequest, NewWrappedKey, SingleKeyring, WrappedKey } from './keyring.js';
import { loadPeer } from './optional-peer.js';

/** What is used of a `KMSClient` of `@aws-sdk/client-kms`. */
export interface KmsClientLike {
  send(command: never): Promise<unknown>;
}

/** The key of a {@link createKmsKeyring}. */
export interface KmsKeyringOptions {
  /** A `KMSClient` for the key's region. */
  readonly client: KmsClientLike;
  /** The ARN of a symmetric key: items name it, and only items that name it are sent to KMS. */
  readonly keyArn: string;
  readonly grantTokens?: readonly string[];
}

/** The answers of KMS, as far as they are used. */
interface KmsAnswer {
  readonly KeyId?: string;
  readonly CiphertextBlob?: Uint8Array;
  readonly Plaintext?: Uint8Array;
}

const provider = 'aws-kms';
const keyArnForm = /^arn:[^:]+:kms:[^:]+:\d+:key\/[^:/]+$/;

/**
 * A keyring around a key in AWS KMS: one call to KMS per item, `GenerateDataKey` to encrypt (`Encrypt` as a child of a multi-keyring) and
 * `Decrypt` to decrypt, each with the encryption context. Needs the package `@aws-sdk/client-kms`. Throws `ERR_KEYRING_CONFIG`.
 */
export function createKmsKeyring({ client, keyArn, grantTokens = [] }: KmsKeyringOptions): SingleKeyring {
  requireThat(
    typeof client?.send === 'function',
    'ERR_KEYRING_CONFIG',
    'client must be a KMSClient of @aws-sdk/client-kms',
  );
  requireThat(
    typeof keyArn === 'string' && keyArnForm.test(keyArn),
    'ERR_KEYRING_CONFIG',
    `keyArn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not an id or an alias: items name the key by it`,
  );
  return new KmsKeyring(client, keyArn, [...grantTokens]);
}

class KmsKeyring implements SingleKeyring {
  readonly #client: KmsClientLike;
  readonly #keyArn: string;
  readonly #grantTokens: string[];
  readonly #info: Buffer;

  constructor(client: KmsClientLike, keyArn: string, grantTokens: string[]) {
    this.#client = client;
    this.#keyArn = keyArn;
    this.#grantTokens = grantTokens;
    this.#info = Buffer.from(keyArn);
  }

  async wrapKey(request: KeyringRequest): Promise<NewWrappedKey> {
    return request.isGenerator ? this.#generate(request) : this.#encrypt(request);
  }

  async unwrapKey(
    request: KeyringRequest,
    { providerId, providerInfo, wrappedKey }: WrappedKey,
  ): Promise<Uint8Array | undefined> {
    if (providerId !== provider || !this.#info.equals(providerInfo)) return undefined;
    const { DecryptCommand } = await loadKms();
    const answer = await this.#send(
      'Decrypt',
      new DecryptCommand({ ...this.#common(request), CiphertextBlob: wrappedKey }),
    );
    return this.#requireKey('Decrypt', answer);
  }

  async #generate(request: KeyringRequest): Promise<NewWrappedKey> {
    const { GenerateDataKeyCommand } = await loadKms();
    const answer = await this.#send(
      'GenerateDataKey',
      new GenerateDataKeyCommand({ ...this.#common(request), NumberOfBytes: intermediateKeyLength }),
    );
    const intermediateKey = this.#requireKey('GenerateDataKey', answer);
    return this.#wrapped(intermediateKey, this.#requireBlob('GenerateDataKey', answer));
  }

  async #encrypt(request: KeyringRequest): Promise<NewWrappedKey> {
    const { EncryptCommand } = await loadKms();
    const intermediateKey = randomBytes(intermediateKeyLength);
    try {
      const answer = await this.#send(
        'Encrypt',
        new EncryptCommand({ ...this.#common(request), Plaintext: intermediateKey }),
      );
      this.#requireSameKey('Encrypt', answer);
      return this.#wrapped(intermediateKey, this.#requireBlob('Encrypt', answer));
    } catch (error) {
      wipe(intermediateKey);
      throw error;
    }
  }

  #common(request: KeyringRequest) {
    return {
      KeyId: this.#keyArn,
      EncryptionContext: Object.fromEntries(request.encryptionContext()),
      GrantTokens: this.#grantTokens,
    };
  }

  async #send(operation: string, command: object): Promise<KmsAnswer> {
    try {
      return (await this.#client.send(command as never)) as KmsAnswer;
    } catch (cause) {
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new ItemEncryptionError(
        'ERR_KEYRING',
        `KMS ${operation} with ${this.#keyArn} failed: ${reason}`,
        { cause },
      );
    }
  }

  #requireKey(operation: string, answer: KmsAnswer): Uint8Array {
    this.#requireSameKey(operation, answer);
    const { Plaintext: key } = answer;
    if (key?.length === intermediateKeyLength) return key;
    wipe(key);
    throw this.#strange(operation, `a key of ${key?.length ?? 0} bytes instead of ${intermediateKeyLength}`);
  }

  #requireBlob(operation: string, { CiphertextBlob: blob }: KmsAnswer): Uint8Array {
    if (blob !== undefined && blob.length > 0) return blob;
    throw this.#strange(operation, 'no ciphertext');
  }

  /** KMS takes a key that the ciphertext names, if one asks it to: what comes back must be of the key that was meant. */
  #requireSameKey(operation: string, { KeyId, Plaintext }: KmsAnswer): void {
    if (KeyId === this.#keyArn) return;
    wipe(Plaintext);
    throw this.#strange(operation, `the key ${KeyId}`);
  }

  #wrapped(intermediateKey: Uint8Array, wrappedKey: Uint8Array): NewWrappedKey {
    return { intermediateKey, providerId: provider, providerInfo: this.#info, wrappedKey };
  }

  #strange(operation: string, got: string): ItemEncryptionError {
    return new ItemEncryptionError(
      'ERR_KEYRING',
      `KMS ${operation} with ${this.#keyArn} answered with ${got}`,
    );
  }
}

function loadKms(): Promise<typeof import('@aws-sdk/client-kms')> {
  return loadPeer('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms'));
}
