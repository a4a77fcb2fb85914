import { isMap } from 'node:util/types';
import { legacyNames, reservedContextPrefix, reservedPrefix } from '../attribute/reserved-names.js';
import { ItemEncryptionError } from '../errors.js';
import { maxDataKeys } from '../header/header.js';
import type { CryptoAction } from '../header/legend.js';
import { LEGEND } from '../header/legend.js';
import type { Keyring } from '../keyring/keyring.js';
import { isKeyring, membersOf } from '../keyring/multi-keyring.js';
import { type AlgorithmSuite, ecdsaSuite, findSuite } from '../keys/algorithm-suite.js';
import { isWellFormed } from '../value/text.js';
import type { ItemEncryptorOptions, PlaintextOverride } from './encryptor-options.js';

/** The options of an encryptor, complete and consistent. */
export interface EncryptorConfig {
  readonly logicalTableName: string;
  readonly partitionKeyName: string;
  readonly sortKeyName: string | undefined;
  readonly actions: ReadonlyMap<string, CryptoAction>;
  /** 2 if any attribute goes into the encryption context, else 1. */
  readonly version: 1 | 2;
  readonly suite: AlgorithmSuite;
  readonly keyring: Keyring;
  /** Whether an attribute stays outside of the signature, by the configuration or because the format keeps its name for itself. */
  readonly isAllowedUnsigned: (name: string) => boolean;
  readonly plaintextOverride: PlaintextOverride;
  readonly signingKeysAhead: number;
  readonly maxEncryptedDataKeys: number;
}

const known: Record<keyof ItemEncryptorOptions, true> = {
  logicalTableName: true,
  partitionKeyName: true,
  sortKeyName: true,
  attributeActionsOnEncrypt: true,
  keyring: true,
  algorithmSuiteId: true,
  allowedUnsignedAttributes: true,
  allowedUnsignedAttributePrefix: true,
  plaintextOverride: true,
  signingKeysAhead: true,
  maxEncryptedDataKeys: true,
};

/** More recipients than tables have, and few enough that a hostile item costs little. */
const defaultMaxDataKeys = 16;

const overrides: readonly PlaintextOverride[] = [
  'FORCE_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ',
  'FORBID_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ',
  'FORBID_PLAINTEXT_WRITE_FORBID_PLAINTEXT_READ',
];

/** Checks options and completes them. Throws `ERR_ENCRYPTOR_CONFIG` that begins with the option at fault. */
export function readOptions(options: ItemEncryptorOptions): EncryptorConfig {
  refuseUnknown(options);
  const {
    keyring,
    plaintextOverride = 'FORBID_PLAINTEXT_WRITE_FORBID_PLAINTEXT_READ',
    signingKeysAhead = 2,
  } = options;
  const logicalTableName = requireName('logicalTableName', options.logicalTableName);
  const partitionKeyName = requireName('partitionKeyName', options.partitionKeyName);
  const sortKeyName =
    options.sortKeyName === undefined ? undefined : requireName('sortKeyName', options.sortKeyName);
  if (sortKeyName === partitionKeyName)
    throw fault('sortKeyName', 'is the same attribute as partitionKeyName');
  if (!isKeyring(keyring)) throw fault('keyring', 'must be a keyring, such as createRawAesKeyring makes');
  const suite = options.algorithmSuiteId === undefined ? ecdsaSuite : findSuite(options.algorithmSuiteId);
  if (suite === undefined)
    throw fault('algorithmSuiteId', `is ${String(options.algorithmSuiteId)}; there are 0x6700 and 0x6701`);
  if (!overrides.includes(plaintextOverride))
    throw fault('plaintextOverride', `must be one of ${overrides.join(', ')}`);
  if (!Number.isInteger(signingKeysAhead) || signingKeysAhead < 0 || signingKeysAhead > 1000) {
    throw fault('signingKeysAhead', 'must be a whole number from 0 to 1000');
  }
  const maxEncryptedDataKeys = readMaxDataKeys(options.maxEncryptedDataKeys, keysMadeBy(keyring));

  const actions = readActions(options.attributeActionsOnEncrypt);
  const isAllowedUnsigned = readUnsigned(options);
  const version = [...actions.values()].includes('SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT') ? 2 : 1;
  const config: EncryptorConfig = {
    logicalTableName,
    partitionKeyName,
    sortKeyName,
    actions,
    version,
    suite,
    keyring,
    isAllowedUnsigned,
    plaintextOverride,
    signingKeysAhead,
    maxEncryptedDataKeys,
  };
  checkActions(config);
  return config;
}

function readMaxDataKeys(given: number | undefined, made: number): number {
  const most = given ?? Math.min(Math.max(defaultMaxDataKeys, made), maxDataKeys);
  if (!Number.isInteger(most) || most < 1 || most > maxDataKeys)
    throw fault('maxEncryptedDataKeys', `must be a whole number from 1 to ${maxDataKeys}`);
  if (given !== undefined && made > given) {
    throw fault(
      'maxEncryptedDataKeys',
      `is ${most}, but the keyring makes ${made} encrypted data keys for each item`,
    );
  }
  return most;
}

function keysMadeBy(keyring: Keyring): number {
  const onlyReads = 'children' in keyring && keyring.generator === undefined;
  return onlyReads ? 0 : membersOf(keyring).length;
}

function refuseUnknown(options: ItemEncryptorOptions): void {
  if (typeof options !== 'object' || options === null) throw fault('options', 'must be an object');
  for (const key of Object.keys(options)) {
    if (key === 'legacyOverride') {
      throw fault(
        key,
        'is not supported: items of the DynamoDB Encryption Client can be read with the Java and Python libraries only',
      );
    }
    if (key === 'cmm') throw fault(key, 'is not supported: give a keyring');
    if (!Object.hasOwn(known, key))
      throw fault(key, `is no option; there are ${Object.keys(known).join(', ')}`);
  }
}

function requireName(option: string, name: unknown): string {
  if (typeof name !== 'string' || name === '') throw fault(option, 'must be a string, and not empty');
  if (!isWellFormed(name)) throw fault(option, 'has a lone surrogate, which UTF-8 cannot express');
  return name;
}

function readActions(
  given: ItemEncryptorOptions['attributeActionsOnEncrypt'],
): ReadonlyMap<string, CryptoAction> {
  if (typeof given !== 'object' || given === null)
    throw fault('attributeActionsOnEncrypt', 'must name an action for each attribute');
  const entries = isMap(given) ? [...given] : Object.entries(given);
  const actions = new Map<string, CryptoAction>();
  for (const [name, action] of entries as [string, CryptoAction][]) {
    const option = `attributeActionsOnEncrypt.${name}`;
    requireName(option, name);
    if (action !== 'DO_NOTHING' && !Object.hasOwn(LEGEND, action)) {
      throw fault(option, `is ${String(action)}; there are ${Object.keys(LEGEND).join(', ')} and DO_NOTHING`);
    }
    for (const prefix of [reservedPrefix, reservedContextPrefix]) {
      if (name.startsWith(prefix)) throw fault(option, `begins with ${prefix}, which is reserved`);
    }
    if (legacyNames.includes(name as (typeof legacyNames)[number]))
      throw fault(option, 'is a mark of an older format');
    actions.set(name, action);
  }
  return actions;
}

function readUnsigned({
  allowedUnsignedAttributes = [],
  allowedUnsignedAttributePrefix = '',
}: ItemEncryptorOptions): (name: string) => boolean {
  if (!Array.isArray(allowedUnsignedAttributes))
    throw fault('allowedUnsignedAttributes', 'must be an array of names');
  for (const name of allowedUnsignedAttributes) requireName('allowedUnsignedAttributes', name);
  if (typeof allowedUnsignedAttributePrefix !== 'string')
    throw fault('allowedUnsignedAttributePrefix', 'must be a string');
  const names: ReadonlySet<string> = new Set(allowedUnsignedAttributes);
  const prefix = allowedUnsignedAttributePrefix;
  // Every name begins with an empty prefix: taken at its word it would leave nothing signed.
  return (name) =>
    names.has(name) || (prefix !== '' && name.startsWith(prefix)) || name.startsWith(reservedPrefix);
}

function checkActions({
  actions,
  isAllowedUnsigned,
  version,
  partitionKeyName,
  sortKeyName,
}: EncryptorConfig): void {
  for (const [name, action] of actions) {
    const option = `attributeActionsOnEncrypt.${name}`;
    if (action === 'DO_NOTHING' && !isAllowedUnsigned(name)) {
      throw fault(
        option,
        'is DO_NOTHING, so it must be in allowedUnsignedAttributes or begin with allowedUnsignedAttributePrefix',
      );
    }
    if (action !== 'DO_NOTHING' && isAllowedUnsigned(name)) {
      throw fault(
        option,
        `is ${action}, but allowed to be unsigned: a reader would not see it being removed`,
      );
    }
  }
  const keyAction = version === 2 ? 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT' : 'SIGN_ONLY';
  for (const name of [partitionKeyName, ...(sortKeyName === undefined ? [] : [sortKeyName])]) {
    if (actions.get(name) !== keyAction) {
      const why = version === 2 ? ', as soon as any attribute is' : '';
      throw fault(
        `attributeActionsOnEncrypt.${name}`,
        `is ${actions.get(name) ?? 'missing'}; a key must be ${keyAction}${why}`,
      );
    }
  }
}

function fault(option: string, problem: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_ENCRYPTOR_CONFIG', `${option} ${problem}`);
}
