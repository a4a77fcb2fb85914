import { ItemEncryptionError, requireThat } from '../errors.js';
import { ivLength, tagLength } from '../keys/aes-gcm.js';
import { intermediateKeyLength } from '../keys/intermediate-wrapping.js';
import type { KeyringRequest, NewWrappedKey, SingleKeyring, WrappedKey } from './keyring.js';
import { loadPeer } from './optional-peer.js';

/** What is used of a `RawAesKeyringNode` of `@aws-crypto/raw-aes-keyring-node`. */
export interface RawAesKeyringNodeLike {
  readonly keyNamespace: string;
  readonly keyName: string;
  onEncrypt(material: never): Promise<unknown>;
  onDecrypt(material: never, encryptedDataKeys: never): Promise<unknown>;
}

type Materials = typeof import('@aws-crypto/material-management-node');

/**
 * Makes a keyring of the AWS Encryption SDK for JavaScript usable here; needs `@aws-crypto/material-management-node`. That keyring knows
 * nothing of this format, but it can wrap what this format lets every keyring wrap: the intermediate key. Items are the same as with
 * `createRawAesKeyring` and the same key, which is twenty times as fast.
 *
 * Throws `ERR_KEYRING_CONFIG` unless the keyring was made with `utf8Sorting: true`: without, it sorts the encryption context by the rules of
 * a language, and no other implementation can read the items.
 */
export function createAwsCryptoKeyring(keyring: RawAesKeyringNodeLike): SingleKeyring {
  requireThat(
    typeof keyring?.onEncrypt === 'function' &&
      typeof keyring.onDecrypt === 'function' &&
      typeof keyring.keyName === 'string' &&
      typeof keyring.keyNamespace === 'string',
    'ERR_KEYRING_CONFIG',
    'the keyring must be a RawAesKeyringNode of @aws-crypto/raw-aes-keyring-node',
  );
  requireThat(
    '_utf8Sorting' in keyring && keyring._utf8Sorting === true,
    'ERR_KEYRING_CONFIG',
    'the RawAesKeyringNode must be made with utf8Sorting: true, or nobody else can read the items',
  );
  requireThat(keyring.keyNamespace !== 'aws-kms', 'ERR_KEYRING_CONFIG', 'keyNamespace must not be "aws-kms"');
  return new AwsCryptoKeyring(keyring);
}

class AwsCryptoKeyring implements SingleKeyring {
  readonly #keyring: RawAesKeyringNodeLike;
  readonly #infoPrefix: Buffer;

  constructor(keyring: RawAesKeyringNodeLike) {
    this.#keyring = keyring;
    const sizes = Buffer.alloc(8);
    sizes.writeUInt32BE(8 * tagLength, 0);
    sizes.writeUInt32BE(ivLength, 4);
    this.#infoPrefix = Buffer.concat([Buffer.from(keyring.keyName), sizes]);
  }

  async wrapKey(request: KeyringRequest): Promise<NewWrappedKey> {
    const materials = await loadMaterials();
    const material = new materials.NodeEncryptionMaterial(suiteOf(materials), contextOf(request));
    try {
      await this.#keyring.onEncrypt(material as never);
      const [encrypted] = material.encryptedDataKeys;
      const intermediateKey = materials.unwrapDataKey(material.getUnencryptedDataKey());
      if (encrypted?.rawInfo === undefined)
        throw new ItemEncryptionError('ERR_KEYRING', 'the RawAesKeyringNode wrapped nothing');
      return {
        // A copy: zeroing the material must not zero what is handed on.
        intermediateKey: new Uint8Array(intermediateKey),
        providerId: encrypted.providerId,
        providerInfo: encrypted.rawInfo,
        wrappedKey: encrypted.encryptedDataKey,
      };
    } finally {
      material.zeroUnencryptedDataKey();
    }
  }

  async unwrapKey(request: KeyringRequest, key: WrappedKey): Promise<Uint8Array | undefined> {
    if (!this.#isMine(key)) return undefined;
    const materials = await loadMaterials();
    const material = new materials.NodeDecryptionMaterial(suiteOf(materials), contextOf(request));
    const encrypted = new materials.EncryptedDataKey({
      providerId: key.providerId,
      providerInfo: this.#keyring.keyName,
      rawInfo: new Uint8Array(key.providerInfo),
      encryptedDataKey: new Uint8Array(key.wrappedKey),
    });
    try {
      await this.#keyring.onDecrypt(material as never, [encrypted] as never);
      if (!material.hasUnencryptedDataKey) return undefined;
      return new Uint8Array(materials.unwrapDataKey(material.getUnencryptedDataKey()));
    } finally {
      if (material.hasUnencryptedDataKey) material.zeroUnencryptedDataKey();
    }
  }

  /** Stricter than the keyring itself, which takes any name that begins with its own, and the tag length that the item states. */
  #isMine({ providerId, providerInfo, wrappedKey }: WrappedKey): boolean {
    const prefixLength = this.#infoPrefix.length;
    return (
      providerId === this.#keyring.keyNamespace &&
      providerInfo.length === prefixLength + ivLength &&
      wrappedKey.length === intermediateKeyLength + tagLength &&
      this.#infoPrefix.equals(providerInfo.subarray(0, prefixLength))
    );
  }
}

/** AES-256-GCM without key derivation: its only effect is that keys have 32 bytes. */
function suiteOf({ AlgorithmSuiteIdentifier, NodeAlgorithmSuite }: Materials) {
  return new NodeAlgorithmSuite(AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16);
}

function contextOf(request: KeyringRequest): Readonly<Record<string, string>> {
  return Object.freeze(Object.assign(Object.create(null), Object.fromEntries(request.encryptionContext())));
}

function loadMaterials(): Promise<Materials> {
  return loadPeer(
    '@aws-crypto/material-management-node',
    () => import('@aws-crypto/material-management-node'),
  );
}
