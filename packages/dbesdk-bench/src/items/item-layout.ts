import type { ItemSpec } from '../cell-spec.js';
import type { ItemShape } from '../factor-names.js';

/** What the item encryptor is told to do with an attribute. */
export type AttributeAction =
  | 'ENCRYPT_AND_SIGN'
  | 'SIGN_ONLY'
  | 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT'
  | 'DO_NOTHING';

/** Names and fixed values of the original harnesses' item. */
export const PARTITION_KEY = 'partition_key';
export const SORT_KEY = 'sort_key';
export const FIXED_PARTITION_VALUE = 'benchmark-test';
export const FIXED_SORT_VALUE = '0';
export const SIGNED_ATTRIBUTE = 'attribute2';
export const SIGNED_VALUE = 'sign me!';
export const UNSIGNED_ATTRIBUTE = ':attribute3';
export const UNSIGNED_VALUE = 'ignore me!';
export const UNSIGNED_PREFIX = ':';

/** A binary attribute that carries a part of the payload, inside `keys.length` maps. */
export interface PayloadAttribute {
  readonly name: string;
  readonly bytes: number;
  /** Names of the entries of the maps around the bytes, outermost first. */
  readonly keys: readonly string[];
  readonly isEncrypted: boolean;
}

/** Attributes and maps that a shape has by itself. */
export const SHAPE_DEFAULTS: Readonly<Record<ItemShape, { attributes: number; nesting: number }>> = {
  harness: { attributes: 1, nesting: 1 },
  single: { attributes: 1, nesting: 0 },
  flat: { attributes: 98, nesting: 0 },
  nested: { attributes: 2, nesting: 11 },
};

/** The payload of an item: `dataSize` bytes split as evenly as whole bytes allow, the first of them encrypted. Pure. */
export function payloadOf(spec: ItemSpec): PayloadAttribute[] {
  const { attributes, dataSize, encryptedShare, nesting, shape } = spec;
  const base = Math.floor(dataSize / attributes);
  const larger = dataSize % attributes;
  const encrypted = Math.round(encryptedShare * attributes);
  const keys = Array.from({ length: nesting }, (_, depth) => innerName(shape, nesting - 1 - depth));
  return Array.from({ length: attributes }, (_, i) => ({
    name: payloadName(shape, i),
    bytes: base + (i < larger ? 1 : 0),
    keys,
    isEncrypted: i < encrypted,
  }));
}

/** What is done with each attribute by name, as the original configures it. Pure. */
export function attributeActions(spec: ItemSpec): Record<string, AttributeAction> {
  const keyAction = spec.headerVersion === 2 ? 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT' : 'SIGN_ONLY';
  const actions: Record<string, AttributeAction> = { [PARTITION_KEY]: keyAction, [SORT_KEY]: keyAction };
  for (const { name, isEncrypted } of payloadOf(spec))
    actions[name] = isEncrypted ? 'ENCRYPT_AND_SIGN' : 'SIGN_ONLY';
  if (spec.shape === 'harness') {
    actions[SIGNED_ATTRIBUTE] = 'SIGN_ONLY';
    actions[UNSIGNED_ATTRIBUTE] = 'DO_NOTHING';
  }
  return actions;
}

function payloadName(shape: ItemShape, index: number): string {
  if (shape !== 'harness') return `Attribute${index + 1}`;
  return index === 0 ? 'attribute1' : `attribute1.${index + 1}`;
}

function innerName(shape: ItemShape, index: number): string {
  return shape === 'harness' && index === 0 ? 'data' : `Attribute${index}`;
}
