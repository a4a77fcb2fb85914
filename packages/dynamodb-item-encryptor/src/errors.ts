/** What can go wrong, as stable codes. The README says for each what to do. */
export type ItemEncryptionErrorCode =
  // The call or the configuration makes no sense.
  | 'ERR_ENCRYPTOR_CONFIG'
  | 'ERR_KEYRING_CONFIG'
  | 'ERR_OPTIONAL_PEER'
  // The item cannot be encrypted.
  | 'ERR_ITEM_KEY_MISSING'
  | 'ERR_CONTEXT_ATTRIBUTE_MISSING'
  | 'ERR_ATTRIBUTE_ACTION_MISSING'
  | 'ERR_ATTRIBUTE_RESERVED'
  | 'ERR_ITEM_TOO_LARGE'
  | 'ERR_NOTHING_SIGNED'
  // An attribute value has no canonical form.
  | 'ERR_VALUE_TYPE'
  | 'ERR_VALUE_NUMBER'
  | 'ERR_VALUE_STRING'
  | 'ERR_VALUE_DEPTH'
  | 'ERR_VALUE_DUPLICATE'
  // The item cannot be trusted, or cannot be decrypted here.
  | 'ERR_PLAINTEXT_ITEM'
  | 'ERR_LEGACY_ITEM'
  | 'ERR_HEADER_MISSING'
  | 'ERR_HEADER_TYPE'
  | 'ERR_HEADER_FORMAT'
  | 'ERR_FOOTER_MISSING'
  | 'ERR_FOOTER_TYPE'
  | 'ERR_FOOTER_FORMAT'
  | 'ERR_SIGNED_ATTRIBUTE_MISSING'
  | 'ERR_SIGNED_ATTRIBUTE_OUT_OF_SCOPE'
  | 'ERR_ATTRIBUTE_ADDED'
  | 'ERR_CONTEXT_CONFLICT'
  | 'ERR_PUBLIC_KEY'
  | 'ERR_DATA_KEY'
  | 'ERR_DATA_KEY_COUNT'
  | 'ERR_COMMITMENT'
  | 'ERR_FOOTER_TAG'
  | 'ERR_FOOTER_SIGNATURE'
  | 'ERR_ENCRYPTED_ATTRIBUTE'
  | 'ERR_PLAINTEXT_ENCODING'
  // The keys cannot be had.
  | 'ERR_KEYRING'
  // The request would read or write what cannot be verified.
  | 'ERR_REQUEST_UNSAFE';

/** What an {@link ItemEncryptionError} is about, where that is known. */
export interface ItemEncryptionErrorDetails {
  /** The top-level attribute concerned. */
  readonly attribute?: string;
  readonly cause?: unknown;
}

/**
 * Every error that this package throws on purpose. `code` is stable; the message is not. No message, and no property,
 * holds a key or the value of an attribute.
 */
export class ItemEncryptionError extends Error {
  override readonly name = 'ItemEncryptionError';
  readonly attribute: string | undefined;

  constructor(
    readonly code: ItemEncryptionErrorCode,
    message: string,
    { attribute, cause }: ItemEncryptionErrorDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.attribute = attribute;
  }
}

/** Throws `code` unless `condition` holds. For paths that are not hot: the message is built in any case. */
export function requireThat(
  condition: boolean,
  code: ItemEncryptionErrorCode,
  message: string,
): asserts condition {
  if (!condition) throw new ItemEncryptionError(code, message);
}
