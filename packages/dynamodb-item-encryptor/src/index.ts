/**
 * `@benchwright/dynamodb-item-encryptor`: the item format of the AWS Database Encryption SDK for DynamoDB. Opinionated about one thing:
 * nothing of an item is given out before all of it is verified. It knows nothing of benchmarks, and depends on nothing but Node.
 */
export type { AttributeMap, AttributeValue } from './attribute/attribute-value.js';
export type { ActionOf, ItemEncryptorOptions, PlaintextOverride } from './config/encryptor-options.js';
export type { ItemEncryptionErrorCode, ItemEncryptionErrorDetails } from './errors.js';
export { ItemEncryptionError } from './errors.js';
export type { CryptoAction, SigningAction } from './header/legend.js';
export type { ParsedHeader } from './item/parsed-header.js';
export type { DecryptItemResult, EncryptItemResult, ItemEncryptor } from './item-encryptor.js';
export { createItemEncryptor } from './item-encryptor.js';
export type { RawAesKeyringNodeLike } from './keyring/aws-crypto-keyring.js';
export { createAwsCryptoKeyring } from './keyring/aws-crypto-keyring.js';
export type { StaticBranchKeyOptions } from './keyring/branch-key-keyring.js';
export { createStaticBranchKeyKeyring } from './keyring/branch-key-keyring.js';
export type {
  EncryptedDataKey,
  Keyring,
  KeyringRequest,
  MaybePromise,
  MultiKeyring,
  NewWrappedKey,
  SingleKeyring,
  WrappedKey,
} from './keyring/keyring.js';
export type { KmsClientLike, KmsKeyringOptions } from './keyring/kms-keyring.js';
export { createKmsKeyring } from './keyring/kms-keyring.js';
export type { MultiKeyringOptions } from './keyring/multi-keyring.js';
export { createMultiKeyring } from './keyring/multi-keyring.js';
export type { RawAesKeyringOptions, RawAesWrappingAlgorithm } from './keyring/raw-aes-keyring.js';
export { createRawAesKeyring } from './keyring/raw-aes-keyring.js';
export type { AlgorithmSuite, AlgorithmSuiteName } from './keys/algorithm-suite.js';
export type { DynamoDbJsonItem, DynamoDbJsonValue } from './objects/dynamodb-json.js';
export { fromDynamoDbJson, toDynamoDbJson } from './objects/dynamodb-json.js';
export type { MarshallOptions, UnmarshallOptions } from './objects/native-objects.js';
export { decryptObject, encryptObject } from './objects/native-objects.js';
export type { DynamoDbClientLike, TableEncryption } from './sdk/with-item-encryption.js';
export { withItemEncryption } from './sdk/with-item-encryption.js';
