import { type CanonicalPaths, isValidName } from '../attribute/canonical-path.js';
import { reservedPrefix } from '../attribute/reserved-names.js';
import type { EncryptorConfig } from '../config/read-options.js';
import { compareUtf8 } from '../context/encryption-context.js';
import { ItemEncryptionError } from '../errors.js';
import { LEGEND, type SigningAction } from '../header/legend.js';
import { compareCanonically } from './canonical-order.js';

/** A signed attribute: its place among the item's attributes, and what does not depend on its value. */
export interface SignedField {
  readonly name: string;
  readonly index: number;
  readonly path: Buffer;
}

/** What follows from an item's attribute names before its values are looked at. */
export interface EncryptionShape {
  readonly names: readonly string[];
  /** In canonical order. */
  readonly fields: readonly (SignedField & { readonly action: SigningAction })[];
  readonly legend: Buffer;
  readonly encryptedCount: number;
  /** The version of the header. */
  readonly version: 1 | 2;
  /** The attributes in the encryption context, in its order. */
  readonly contextFields: readonly { readonly name: string; readonly index: number }[];
  /** The room that small arrays of the last such item took; items of one shape are mostly of one size too. */
  readonly outputOfLast: { bytes: number };
}

/** Works out the shape of an item to encrypt. Throws for what is missing, has no action, or is reserved. */
export function encryptionShape(
  names: readonly string[],
  config: EncryptorConfig,
  paths: CanonicalPaths,
): EncryptionShape {
  requirePresent(names, config);
  const signed = names.flatMap((name, index) => {
    const action = actionOn(name, config);
    return action === 'DO_NOTHING' ? [] : [{ name, index, action, path: paths.of(name) }];
  });
  const fields = signed.sort((a, b) => compareCanonically(a.name, b.name));
  if (fields.length === 0)
    throw new ItemEncryptionError('ERR_NOTHING_SIGNED', 'no attribute of the item is signed');
  const included = (name: string) =>
    config.version === 2
      ? config.actions.get(name) === 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT'
      : name === config.partitionKeyName || name === config.sortKeyName;
  return {
    names,
    fields,
    legend: Buffer.from(fields.map(({ action }) => LEGEND[action])),
    encryptedCount: fields.filter(({ action }) => action === 'ENCRYPT_AND_SIGN').length,
    version: fields.some(({ action }) => action === 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT') ? 2 : 1,
    contextFields: fields.filter(({ name }) => included(name)).sort((a, b) => compareUtf8(a.name, b.name)),
    outputOfLast: { bytes: 1024 },
  };
}

/** Throws unless keys and context attributes are among the names. */
export function requirePresent(
  names: readonly string[],
  { partitionKeyName, sortKeyName, actions }: EncryptorConfig,
): void {
  const present = new Set(names);
  requireKeys(present, partitionKeyName, sortKeyName);
  for (const [name, action] of actions) {
    if (action === 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT' && !present.has(name)) {
      throw new ItemEncryptionError(
        'ERR_CONTEXT_ATTRIBUTE_MISSING',
        `the item has no ${name}, which is to go into the encryption context`,
        { attribute: name },
      );
    }
  }
}

/** Throws `ERR_ITEM_KEY_MISSING` for an item without its partition key, or its sort key if the table has one. */
export function requireKeys(
  present: ReadonlySet<string>,
  partitionKeyName: string,
  sortKeyName: string | undefined,
): void {
  for (const name of [partitionKeyName, sortKeyName]) {
    if (name !== undefined && !present.has(name)) {
      const which = name === partitionKeyName ? 'partition' : 'sort';
      throw new ItemEncryptionError('ERR_ITEM_KEY_MISSING', `the item has no ${name}, its ${which} key`, {
        attribute: name,
      });
    }
  }
}

function actionOn(
  name: string,
  { actions, isAllowedUnsigned }: EncryptorConfig,
): SigningAction | 'DO_NOTHING' {
  if (name.startsWith(reservedPrefix)) {
    throw new ItemEncryptionError(
      'ERR_ATTRIBUTE_RESERVED',
      `the item has ${name}: names that begin with ${reservedPrefix} belong to the format. Is it encrypted already?`,
      { attribute: name },
    );
  }
  requireValidName(name);
  const action = actions.get(name) ?? (isAllowedUnsigned(name) ? 'DO_NOTHING' : undefined);
  if (action === undefined) {
    throw new ItemEncryptionError(
      'ERR_ATTRIBUTE_ACTION_MISSING',
      `attributeActionsOnEncrypt says nothing about ${name}, and it is not allowed to be unsigned`,
      { attribute: name },
    );
  }
  return action;
}

/** Throws `ERR_VALUE_STRING` for a name that UTF-8 cannot express. */
export function requireValidName(name: string): void {
  if (isValidName(name)) return;
  throw new ItemEncryptionError(
    'ERR_VALUE_STRING',
    'an attribute name has a lone surrogate, which UTF-8 cannot express',
    {
      attribute: name,
    },
  );
}
