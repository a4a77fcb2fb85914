import type { CryptoAction } from '../header/legend.js';
import type { Keyring } from '../keyring/keyring.js';
import type { AlgorithmSuite } from '../keys/algorithm-suite.js';

/** Whether items may be written, and read, as they are. For moving a table from plaintext to encryption. */
export type PlaintextOverride =
  | 'FORCE_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ'
  | 'FORBID_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ'
  | 'FORBID_PLAINTEXT_WRITE_FORBID_PLAINTEXT_READ';

/** How the items of one table are encrypted. The names are those of the other implementations. */
export interface ItemEncryptorOptions {
  /**
   * Bound to every item. It may differ from the table's name in DynamoDB, so that a restored or copied table can still be read; never
   * change it afterwards.
   */
  readonly logicalTableName: string;
  readonly partitionKeyName: string;
  readonly sortKeyName?: string;
  /**
   * What to do with each attribute when encrypting. Decrypting follows what the item says was done. The keys must be `SIGN_ONLY`, or
   * `SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT` if any attribute is.
   */
  readonly attributeActionsOnEncrypt:
    | Readonly<Record<string, CryptoAction>>
    | ReadonlyMap<string, CryptoAction>;
  readonly keyring: Keyring;
  /** By number or name; 0x6701, with an ECDSA signature, is the default. */
  readonly algorithmSuiteId?: AlgorithmSuite['id'] | AlgorithmSuite['name'];
  /** Attributes that are `DO_NOTHING`, and may come and go without breaking the item's signature. */
  readonly allowedUnsignedAttributes?: readonly string[];
  /** The same for all names that begin so. An empty prefix means none. */
  readonly allowedUnsignedAttributePrefix?: string;
  readonly plaintextOverride?: PlaintextOverride;
  /** How many signing key pairs are made ahead with suite 0x6701; 2 by default. */
  readonly signingKeysAhead?: number;
  /**
   * The most encrypted data keys an item may have, 1 to 255: one with more is refused before any keyring is asked, because each of them can
   * cost a call to KMS, and whoever can write to the table chooses their number. By default 16, or as many as `keyring` makes if that is more.
   */
  readonly maxEncryptedDataKeys?: number;
}

/** An attribute's part in the format: undefined for one without an action, which cannot be encrypted. */
export type ActionOf = (name: string) => CryptoAction | undefined;
