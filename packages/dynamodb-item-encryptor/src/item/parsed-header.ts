import type { AttributeMap } from '../attribute/attribute-value.js';
import type { EncryptionContext } from '../context/encryption-context.js';
import type { Header } from '../header/header.js';
import { legendAction, type SigningAction } from '../header/legend.js';
import type { EncryptedDataKey } from '../keyring/keyring.js';
import type { AlgorithmSuite } from '../keys/algorithm-suite.js';

/** What the header of a decrypted item said, after everything in it was verified. */
export interface ParsedHeader {
  readonly version: 1 | 2;
  readonly algorithmSuite: AlgorithmSuite;
  readonly algorithmSuiteId: AlgorithmSuite['id'];
  readonly messageId: Uint8Array;
  /** What was done with each signed attribute when the item was encrypted, whatever the configuration says now. */
  readonly attributeActionsOnEncrypt: ReadonlyMap<string, SigningAction>;
  /** The part of the encryption context that stands in the header. */
  readonly storedEncryptionContext: ReadonlyMap<string, string>;
  /** All of it, the part that was rebuilt from the item included. */
  readonly encryptionContext: ReadonlyMap<string, string>;
  readonly encryptedDataKeys: readonly EncryptedDataKey[];
  /** The item's partition key, and its sort key if the table has one: what a supplier of branch keys chooses by. */
  readonly selectorContext: AttributeMap;
}

/** Copies what a header says, so that it stays as it was verified. */
export function publishHeader(
  header: Header,
  fields: readonly { readonly name: string }[],
  context: EncryptionContext,
  selectorContext: AttributeMap,
): ParsedHeader {
  return new LazyParsedHeader(header, fields, context, selectorContext);
}

/** Few callers look; so the maps are made when they do. */
class LazyParsedHeader implements ParsedHeader {
  readonly #header: Header;
  readonly #fields: readonly { readonly name: string }[];
  readonly #context: EncryptionContext;
  readonly selectorContext: AttributeMap;

  constructor(
    header: Header,
    fields: readonly { readonly name: string }[],
    context: EncryptionContext,
    selectorContext: AttributeMap,
  ) {
    this.#header = header;
    this.#fields = fields;
    this.#context = context;
    this.selectorContext = selectorContext;
  }

  get version(): 1 | 2 {
    return this.#header.version;
  }

  get algorithmSuite(): AlgorithmSuite {
    return this.#header.suite;
  }

  get algorithmSuiteId(): AlgorithmSuite['id'] {
    return this.#header.suite.id;
  }

  get messageId(): Uint8Array {
    return new Uint8Array(this.#header.messageId);
  }

  get attributeActionsOnEncrypt(): ReadonlyMap<string, SigningAction> {
    return new Map(this.#fields.map(({ name }, i) => [name, legendAction(this.#header.legend[i]!)]));
  }

  get storedEncryptionContext(): ReadonlyMap<string, string> {
    return new Map(this.#header.storedContext);
  }

  get encryptionContext(): ReadonlyMap<string, string> {
    return this.#context.toMap();
  }

  get encryptedDataKeys(): readonly EncryptedDataKey[] {
    return this.#header.encryptedDataKeys.map(({ providerId, providerInfo, ciphertext }) => ({
      providerId,
      providerInfo: new Uint8Array(providerInfo),
      ciphertext: new Uint8Array(ciphertext),
    }));
  }
}
