import { ownAttribute } from './attribute/attribute-map.js';
import type { AttributeMap } from './attribute/attribute-value.js';
import { footerName, headerName, legacyNames, reservedPrefix } from './attribute/reserved-names.js';
import type { ActionOf, ItemEncryptorOptions } from './config/encryptor-options.js';
import { type EncryptorConfig, readOptions } from './config/read-options.js';
import { ItemEncryptionError } from './errors.js';
import { ItemDecrypter } from './item/decrypt-item.js';
import { ItemEncrypter } from './item/encrypt-item.js';
import { requireKeys, requirePresent } from './item/encryption-shape.js';
import type { ParsedHeader } from './item/parsed-header.js';
import { shortGcm } from './keys/aes256/short-gcm.js';
import { hmacSha512 } from './keys/sha512/hmac-sha512.js';

/** What {@link ItemEncryptor.encryptItem} resolves to. */
export interface EncryptItemResult {
  readonly encryptedItem: AttributeMap;
}

/** What {@link ItemEncryptor.decryptItem} resolves to. */
export interface DecryptItemResult {
  readonly plaintextItem: AttributeMap;
  /** Undefined only for an item that was plaintext, and allowed to be. */
  readonly parsedHeader: ParsedHeader | undefined;
}

/** Encrypts and decrypts the items of one table. Any number of calls may be under way at once. */
export interface ItemEncryptor {
  readonly logicalTableName: string;
  readonly partitionKeyName: string;
  readonly sortKeyName: string | undefined;
  /** What is done with an attribute of this name: undefined for one without an action, with which no item is encrypted. */
  readonly actionOf: ActionOf;
  /** Encrypts and signs an item. The item is not changed; attributes that are not encrypted are passed on as they are. */
  encryptItem(item: AttributeMap): Promise<EncryptItemResult>;
  /** Verifies and decrypts an item. Rejects, and gives nothing out, unless every signed part of it is what was encrypted. */
  decryptItem(item: AttributeMap): Promise<DecryptItemResult>;
}

/**
 * Makes an encryptor of the AWS Database Encryption SDK's item format. Throws {@link ItemEncryptionError} with `ERR_ENCRYPTOR_CONFIG` for
 * options that are wrong, incomplete or at odds with each other; the calls reject with the other codes.
 */
export function createItemEncryptor(options: ItemEncryptorOptions): ItemEncryptor {
  const config = readOptions(options);
  // Now rather than in the first item: it takes milliseconds once.
  hmacSha512();
  shortGcm();
  const encrypter = new ItemEncrypter(config);
  const decrypter = new ItemDecrypter(config);
  const { logicalTableName, partitionKeyName, sortKeyName, actions, isAllowedUnsigned } = config;
  return Object.freeze<ItemEncryptor>({
    logicalTableName,
    partitionKeyName,
    sortKeyName,
    actionOf: (name) => {
      if (name.startsWith(reservedPrefix)) return undefined;
      return actions.get(name) ?? (isAllowedUnsigned(name) ? 'DO_NOTHING' : undefined);
    },
    async encryptItem(item) {
      requireItem(item);
      if (config.plaintextOverride === 'FORCE_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ') {
        requirePresent(Object.keys(item), config);
        return { encryptedItem: item };
      }
      return { encryptedItem: await encrypter.encrypt(item) };
    },
    async decryptItem(item) {
      requireItem(item);
      if (isPlaintext(item)) {
        requireItemKeys(item, config);
        requirePlaintextAllowed(item, config);
        return { plaintextItem: item, parsedHeader: undefined };
      }
      return decrypter.decrypt(item);
    },
  });
}

function requireItem(item: AttributeMap): void {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw new ItemEncryptionError('ERR_VALUE_TYPE', 'an item must be an object of attribute values');
  }
}

function requireItemKeys(item: AttributeMap, { partitionKeyName, sortKeyName }: EncryptorConfig): void {
  requireKeys(new Set(Object.keys(item)), partitionKeyName, sortKeyName);
}

/** An item with only one of the two was encrypted once. */
function isPlaintext(item: AttributeMap): boolean {
  return ownAttribute(item, headerName) === undefined && ownAttribute(item, footerName) === undefined;
}

function requirePlaintextAllowed(item: AttributeMap, { plaintextOverride }: EncryptorConfig): void {
  if (legacyNames.some((name) => ownAttribute(item, name) !== undefined)) {
    throw new ItemEncryptionError(
      'ERR_LEGACY_ITEM',
      'the item was encrypted by the older DynamoDB Encryption Client, which this library cannot read',
    );
  }
  if (plaintextOverride === 'FORBID_PLAINTEXT_WRITE_FORBID_PLAINTEXT_READ') {
    throw new ItemEncryptionError(
      'ERR_PLAINTEXT_ITEM',
      `the item has neither ${headerName} nor ${footerName}: it is plaintext, or somebody removed both. See plaintextOverride`,
    );
  }
}
