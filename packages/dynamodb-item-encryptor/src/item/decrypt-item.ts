import { isUint8Array } from 'node:util/types';
import { setAttribute } from '../attribute/attribute-map.js';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import { CanonicalPaths } from '../attribute/canonical-path.js';
import { footerName, headerName } from '../attribute/reserved-names.js';
import type { EncryptorConfig } from '../config/read-options.js';
import type { EncryptionContext } from '../context/encryption-context.js';
import { ItemEncryptionError } from '../errors.js';
import { parseFooter, verifyTag } from '../footer/footer.js';
import { type Header, parseHeader, verifyCommitment } from '../header/header.js';
import type { SingleKeyring } from '../keyring/keyring.js';
import { findKeys, isPromise } from '../keyring/keyring-keys.js';
import { membersOf } from '../keyring/multi-keyring.js';
import { deriveFieldKeys, deriveItemKeys } from '../keys/item-keys.js';
import { wipe } from '../keys/wipe.js';
import { readPublicKey, verifyItem } from '../signature/item-signature.js';
import { type DecryptionShape, decryptionShape } from './decryption-shape.js';
import { wipeFieldKeys } from './encrypt-field.js';
import { hashItem } from './hash-item.js';
import { openFields } from './open-fields.js';
import { type ParsedHeader, publishHeader } from './parsed-header.js';
import { rebuildContext } from './rebuild-context.js';
import { requireSameScope } from './same-scope.js';
import { ShapeCache } from './shape-cache.js';

/** An item decrypted, and what its header said. */
export interface DecryptedItem {
  readonly plaintextItem: AttributeMap;
  readonly parsedHeader: ParsedHeader;
}

/** Decrypts items of one table. */
export class ItemDecrypter {
  readonly #config: EncryptorConfig;
  readonly #keyrings: readonly SingleKeyring[];
  readonly #shapes: ShapeCache<DecryptionShape>;

  constructor(config: EncryptorConfig) {
    this.#config = config;
    this.#keyrings = membersOf(config.keyring);
    const paths = new CanonicalPaths(config.logicalTableName);
    this.#shapes = new ShapeCache((names) => decryptionShape(names, config, paths));
  }

  /** The item as it was, once all of it is verified. Nothing of it is decrypted before. */
  async decrypt(item: AttributeMap): Promise<DecryptedItem> {
    const names = Object.keys(item);
    const shape = this.#shapes.get(names);
    // Read once, and the encrypted bytes copied nowhere: what was verified is what is decrypted.
    const values = names.map((name) => item[name]!);
    const headerBytes = requireBinary(values[shape.headerIndex], headerName);
    const footerBytes = requireBinary(values[shape.footerIndex], footerName);
    const header = parseHeader(headerBytes);
    requireFewDataKeys(header, this.#config.maxEncryptedDataKeys);
    requireSameScope(header.legend, shape, values);
    const context = rebuildContext(header, shape, values, this.#config);
    const publicKey = requirePublicKey(header, context);
    const { suite, encryptedDataKeys } = header;
    const request = {
      suite,
      encryptionContextBytes: context.bytes,
      encryptionContext: () => context.toMap(),
    };
    const found = findKeys(this.#keyrings, request, encryptedDataKeys);
    const { dataKey, macKey } = isPromise(found) ? await found : found;
    const { commitKey, fieldRootKey } = deriveItemKeys(dataKey, header.messageId);
    wipe(dataKey);
    try {
      verifyCommitment(headerBytes, commitKey);
      const footer = parseFooter(footerBytes, encryptedDataKeys.length, suite.signs);
      const canonicalHash = hashItem({ headerBytes, context, legend: header.legend }, shape, values);
      verifyTag(footer.tags, macKey, canonicalHash);
      if (publicKey !== undefined)
        await verifyItem(readPublicKey(publicKey), canonicalHash, footer.signature!);
      const opened = this.#open(header, shape, values, fieldRootKey);
      return {
        plaintextItem: assemble(shape, values, opened),
        parsedHeader: publishHeader(header, shape.fields, context, this.#keysOf(shape, values)),
      };
    } finally {
      wipe(macKey, commitKey, fieldRootKey);
    }
  }

  #keysOf({ names }: DecryptionShape, values: readonly AttributeValue[]): AttributeMap {
    const keys: AttributeMap = {};
    for (const name of [this.#config.partitionKeyName, this.#config.sortKeyName]) {
      if (name !== undefined) setAttribute(keys, name, values[names.indexOf(name)]!);
    }
    return keys;
  }

  #open(
    { legend }: Header,
    shape: DecryptionShape,
    values: readonly AttributeValue[],
    fieldRootKey: Uint8Array,
  ): (AttributeValue | undefined)[] {
    const fieldKeys = deriveFieldKeys(fieldRootKey, countEncrypted(legend));
    try {
      return openFields(legend, shape.fields, values, fieldKeys);
    } finally {
      wipeFieldKeys(fieldKeys);
    }
  }
}

function countEncrypted(legend: Buffer): number {
  let count = 0;
  for (const byte of legend) if (byte === 0x65) count++;
  return count;
}

/** Header or footer as bytes. Throws `ERR_…_MISSING` or `ERR_…_TYPE`. */
function requireBinary(
  value: AttributeValue | undefined,
  name: typeof headerName | typeof footerName,
): Buffer {
  const which = name === headerName ? 'HEADER' : 'FOOTER';
  if (value === undefined) {
    throw new ItemEncryptionError(
      `ERR_${which}_MISSING`,
      `the item has no ${name}: it was encrypted, and lost it`,
      {
        attribute: name,
      },
    );
  }
  const bytes = value?.B;
  if (!isUint8Array(bytes) || bytes.length === 0) {
    throw new ItemEncryptionError(`ERR_${which}_TYPE`, `${name} must be a binary, and not empty`, {
      attribute: name,
    });
  }
  // A copy, for the caller could change it between the checks: what is read twice must be the same twice.
  return Buffer.from(bytes);
}

/** Throws `ERR_DATA_KEY_COUNT`, before any keyring is asked: nothing of the header is verified yet. */
function requireFewDataKeys({ encryptedDataKeys: { length } }: Header, most: number): void {
  if (length <= most) return;
  throw new ItemEncryptionError(
    'ERR_DATA_KEY_COUNT',
    `the item has ${length} encrypted data keys; maxEncryptedDataKeys is ${most}`,
  );
}

/** The key that the item is signed with, if its suite signs. Throws `ERR_PUBLIC_KEY` if suite and context disagree. */
function requirePublicKey({ suite, storedContext }: Header, context: EncryptionContext): string | undefined {
  const publicKey = storedContext.find(([key]) => key === 'aws-crypto-public-key')?.[1];
  if (suite.signs === (publicKey !== undefined))
    return suite.signs ? context.get('aws-crypto-public-key') : undefined;
  throw new ItemEncryptionError(
    'ERR_PUBLIC_KEY',
    suite.signs
      ? 'the header announces a signature, but has no aws-crypto-public-key to verify it with'
      : 'the header has an aws-crypto-public-key, but announces no signature: one may have been removed',
  );
}

function assemble(
  { names }: DecryptionShape,
  values: readonly AttributeValue[],
  opened: readonly (AttributeValue | undefined)[],
): AttributeMap {
  const item: AttributeMap = {};
  names.forEach((name, i) => {
    if (!name.startsWith('aws_dbe_')) setAttribute(item, name, opened[i] ?? values[i]!);
  });
  return item;
}
