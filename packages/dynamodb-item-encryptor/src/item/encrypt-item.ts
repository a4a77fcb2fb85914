import { setAttribute } from '../attribute/attribute-map.js';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import { CanonicalPaths } from '../attribute/canonical-path.js';
import { footerName, headerName } from '../attribute/reserved-names.js';
import { OutputSlab } from '../bytes/slab.js';
import type { EncryptorConfig } from '../config/read-options.js';
import { contextEntries, publicKeyEntry } from '../context/context-entries.js';
import { type ContextEntry, EncryptionContext } from '../context/encryption-context.js';
import { CanonicalHash } from '../footer/canonical-hash.js';
import { writeFooter } from '../footer/footer.js';
import { messageIdLength, writeHeader } from '../header/header.js';
import type { SingleKeyring } from '../keyring/keyring.js';
import { type EncryptionKeys, isPromise, makeKeys } from '../keyring/keyring-keys.js';
import { membersOf, requireGenerator } from '../keyring/multi-keyring.js';
import { deriveFieldKeys, deriveItemKeys } from '../keys/item-keys.js';
import { randomBytes } from '../keys/random.js';
import { wipe } from '../keys/wipe.js';
import { signItem } from '../signature/item-signature.js';
import { type SigningKey, SigningKeys } from '../signature/signing-keys.js';
import type { CanonicalWriter } from '../value/canonical-writer.js';
import { giveBackWriter, takeWriter } from '../value/writer-pool.js';
import { encodeAttribute } from './encode-attribute.js';
import { encryptField, wipeFieldKeys } from './encrypt-field.js';
import { type EncryptionShape, encryptionShape } from './encryption-shape.js';
import { ShapeCache } from './shape-cache.js';

/** An item as it stands before it is signed. */
interface SealedItem {
  readonly item: AttributeMap;
  readonly canonicalHash: Buffer;
}

/** Encrypts items of one table. */
export class ItemEncrypter {
  readonly #config: EncryptorConfig;
  readonly #keyrings: readonly SingleKeyring[];
  readonly #shapes: ShapeCache<EncryptionShape>;
  readonly #signingKeys: SigningKeys;

  constructor(config: EncryptorConfig) {
    this.#config = config;
    this.#keyrings = membersOf(config.keyring);
    const paths = new CanonicalPaths(config.logicalTableName);
    this.#shapes = new ShapeCache((names) => encryptionShape(names, config, paths));
    this.#signingKeys = new SigningKeys(config.signingKeysAhead);
  }

  /** The item with encrypted attributes, header and footer. Attributes that are not encrypted are passed on as they are. */
  async encrypt(item: AttributeMap): Promise<AttributeMap> {
    requireGenerator(this.#config.keyring);
    const names = Object.keys(item);
    const shape = this.#shapes.get(names);
    // Read once: whatever the caller does with the item while keys are fetched, one state of it is signed.
    const values = names.map((name) => item[name]!);
    const { suite } = this.#config;
    const signingKey = suite.signs ? await this.#signingKeys.take() : undefined;
    const context = this.#contextOf(shape, values, signingKey);
    const request = {
      suite,
      encryptionContextBytes: context.bytes,
      encryptionContext: () => context.toMap(),
    };
    // Awaiting what is there already would cost a turn of the event loop per item.
    const made = makeKeys(this.#keyrings, request);
    const keys = isPromise(made) ? await made : made;
    try {
      const output = new OutputSlab(shape.outputOfLast.bytes);
      const { item: sealed, canonicalHash } = this.#seal(shape, values, { context, keys, output });
      const signature = signingKey && (await signItem(signingKey.privateKey, canonicalHash));
      sealed[footerName] = { B: writeFooter(canonicalHash, keys.macKeys, signature, output) };
      shape.outputOfLast.bytes = output.total;
      return sealed;
    } finally {
      wipe(keys.dataKey, ...keys.macKeys);
    }
  }

  #contextOf(
    { contextFields }: EncryptionShape,
    values: readonly AttributeValue[],
    signingKey: SigningKey | undefined,
  ): EncryptionContext {
    const attributes = contextFields.map(({ name, index }) => ({ name, value: values[index]! }));
    return new EncryptionContext(
      contextEntries(this.#config.version, this.#config, attributes, signingKey?.publicKeyText),
    );
  }

  /** Wipes the commit key, even if the header cannot be written. */
  #header(
    { version, legend }: EncryptionShape,
    context: EncryptionContext,
    {
      messageId,
      commitKey,
      encryptedDataKeys,
    }: { messageId: Uint8Array; commitKey: Uint8Array } & Pick<EncryptionKeys, 'encryptedDataKeys'>,
    output: OutputSlab,
  ): Uint8Array<ArrayBuffer> {
    const { suite } = this.#config;
    const publicKey = context.get(publicKeyEntry);
    const storedContext: ContextEntry[] = publicKey === undefined ? [] : [[publicKeyEntry, publicKey]];
    try {
      const header = { version, suite, messageId, legend, storedContext, encryptedDataKeys };
      return writeHeader(header, commitKey, output);
    } finally {
      wipe(commitKey);
    }
  }

  #seal(
    shape: EncryptionShape,
    values: readonly AttributeValue[],
    { context, keys, output }: { context: EncryptionContext; keys: EncryptionKeys; output: OutputSlab },
  ): SealedItem {
    const { dataKey, encryptedDataKeys } = keys;
    const messageId = randomBytes(messageIdLength);
    const { commitKey, fieldRootKey } = deriveItemKeys(dataKey, messageId);
    const fieldKeys = deriveFieldKeys(fieldRootKey, shape.encryptedCount);
    wipe(fieldRootKey);
    const header = this.#header(shape, context, { messageId, commitKey, encryptedDataKeys }, output);
    const writer = takeWriter();
    const hash = new CanonicalHash(header, context.bytes);
    try {
      const encrypted = sealFields(shape, values, { writer, hash, fieldKeys, output });
      const item: AttributeMap = {};
      shape.names.forEach((name, i) => {
        setAttribute(item, name, encrypted[i] ?? values[i]!);
      });
      item[headerName] = { B: header };
      return { item, canonicalHash: hash.digest() };
    } catch (error) {
      hash.release();
      throw error;
    } finally {
      wipeFieldKeys(fieldKeys);
      giveBackWriter(writer);
    }
  }
}

/** Encrypts and hashes the signed attributes, in canonical order; returns the encrypted ones, each at its attribute's index. */
function sealFields(
  { fields }: EncryptionShape,
  values: readonly AttributeValue[],
  parts: { writer: CanonicalWriter; hash: CanonicalHash; fieldKeys: Uint8Array; output: OutputSlab },
): (AttributeValue | undefined)[] {
  const { writer, hash, fieldKeys } = parts;
  const encrypted: (AttributeValue | undefined)[] = [];
  let fieldNumber = 0;
  for (const { name, index, path, action } of fields) {
    const { typeId, stretch } = encodeAttribute(name, values[index]!, writer);
    if (action === 'ENCRYPT_AND_SIGN') {
      encrypted[index] = {
        B: encryptField({ typeId, stretch, path }, writer, fieldKeys, fieldNumber++, parts),
      };
    } else {
      hash.beginPlaintext(path, typeId, stretch.byteLength);
      if (stretch.firstLong === stretch.endLong) hash.append(writer.short(stretch));
      else writer.forEach(stretch, (bytes) => hash.append(bytes));
    }
    writer.reset();
  }
  return encrypted;
}
