import type { AttributeMap } from '../attribute/attribute-value.js';
import type { ParsedHeader } from '../item/parsed-header.js';
import type { ItemEncryptor } from '../item-encryptor.js';
import { loadPeer } from '../keyring/optional-peer.js';

/** How JavaScript values become attribute values: the options of `marshall` in `@aws-sdk/util-dynamodb`. */
export interface MarshallOptions {
  readonly convertEmptyValues?: boolean;
  readonly removeUndefinedValues?: boolean;
  readonly convertClassInstanceToMap?: boolean;
  readonly allowImpreciseNumbers?: boolean;
}

/** How attribute values become JavaScript values: the options of `unmarshall` in `@aws-sdk/util-dynamodb`. */
export interface UnmarshallOptions {
  /** Returns numbers as `{ value: '…' }`, so that none loses digits. */
  readonly wrapNumbers?: boolean;
}

type Native = Record<string, unknown>;

/**
 * Encrypts an item given as a plain JavaScript object; resolves to one, ready for a document client. Needs `@aws-sdk/util-dynamodb`.
 * Numbers that JavaScript cannot hold make it reject, as they do in the document client.
 */
export async function encryptObject(
  encryptor: ItemEncryptor,
  object: Native,
  options: MarshallOptions & UnmarshallOptions = {},
): Promise<{ readonly encryptedObject: Native }> {
  const { marshall, unmarshall } = await loadUtil();
  const { wrapNumbers = false, ...marshallOptions } = options;
  const item = marshall(object, marshallOptions) as AttributeMap;
  const { encryptedItem } = await encryptor.encryptItem(item);
  return { encryptedObject: unmarshall(encryptedItem as never, { wrapNumbers }) };
}

/** Verifies and decrypts what {@link encryptObject} or a document client returned. Needs `@aws-sdk/util-dynamodb`. */
export async function decryptObject(
  encryptor: ItemEncryptor,
  object: Native,
  options: MarshallOptions & UnmarshallOptions = {},
): Promise<{ readonly plaintextObject: Native; readonly parsedHeader: ParsedHeader | undefined }> {
  const { marshall, unmarshall } = await loadUtil();
  const { wrapNumbers = false, ...marshallOptions } = options;
  const item = marshall(object, marshallOptions) as AttributeMap;
  const { plaintextItem, parsedHeader } = await encryptor.decryptItem(item);
  return { plaintextObject: unmarshall(plaintextItem as never, { wrapNumbers }), parsedHeader };
}

function loadUtil(): Promise<typeof import('@aws-sdk/util-dynamodb')> {
  return loadPeer('@aws-sdk/util-dynamodb', () => import('@aws-sdk/util-dynamodb'));
}
