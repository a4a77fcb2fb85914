import type { AlgorithmSuite } from '../keys/algorithm-suite.js';

/** A value, or a promise of one: a keyring that needs no network answers at once, and the item is encrypted in one go. */
export type MaybePromise<T> = T | Promise<T>;

/** What an item's keys are bound to. */
export interface KeyringRequest {
  readonly suite: AlgorithmSuite;
  /**
   * The encryption context in its serialised form: u16 count, then u16 length and bytes of each key and value, ascending. It must be
   * authenticated by whatever wraps the key (as additional data, or entry by entry as {@link encryptionContext}).
   */
  readonly encryptionContextBytes: Uint8Array;
  /** The same as a map, in the same order. */
  encryptionContext(): ReadonlyMap<string, string>;
  /** Whether this keyring is the only one or the generator of a multi-keyring; false for its children. */
  readonly isGenerator: boolean;
}

/** An intermediate key as one recipient can unwrap it. */
export interface WrappedKey {
  /** Names the kind of keyring: a key namespace, `aws-kms`, `aws-kms-hierarchy`. */
  readonly providerId: string;
  /** Names the key, and holds whatever unwrapping needs besides. */
  readonly providerInfo: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/** A wrapped intermediate key together with the key itself, which is wiped once it is used. */
export interface NewWrappedKey extends WrappedKey {
  /** 32 bytes, fresh for this item and this recipient, made by the keyring or by the service behind it. */
  readonly intermediateKey: Uint8Array;
}

/**
 * One recipient's way to wrap keys. To add another (a KMS of your own, an HSM), implement this; the rest of the format, the intermediate
 * wrapping included, is done around it.
 */
export interface SingleKeyring {
  /** Makes 32 fresh random bytes and wraps them, bound to the encryption context. A failure fails the encryption. */
  wrapKey(request: KeyringRequest): MaybePromise<NewWrappedKey>;
  /**
   * Unwraps what {@link wrapKey} made. `undefined` for a key that is not this keyring's, by its provider; throws for one that is but
   * cannot be unwrapped. Either way the next key or keyring is tried. The bytes returned are wiped once they are used.
   */
  unwrapKey(request: KeyringRequest, key: WrappedKey): MaybePromise<Uint8Array | undefined>;
}

/** Several recipients: each can decrypt on its own. */
export interface MultiKeyring {
  /** Without one the keyring can decrypt and not encrypt. */
  readonly generator: Keyring | undefined;
  readonly children: readonly Keyring[];
}

/** Where the keys of items come from. */
export type Keyring = SingleKeyring | MultiKeyring;

/** One entry of a header: a {@link WrappedKey} with the data key, encrypted with the intermediate key, in front. */
export interface EncryptedDataKey {
  readonly providerId: string;
  readonly providerInfo: Uint8Array;
  /** The encrypted data key (48 bytes) and the wrapped intermediate key. */
  readonly ciphertext: Uint8Array;
}
