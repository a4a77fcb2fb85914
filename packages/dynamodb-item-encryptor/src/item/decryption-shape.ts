import type { CanonicalPaths } from '../attribute/canonical-path.js';
import { footerName, headerName } from '../attribute/reserved-names.js';
import type { EncryptorConfig } from '../config/read-options.js';
import { compareCanonically } from './canonical-order.js';
import { requireKeys, requireValidName, type SignedField } from './encryption-shape.js';

/** What follows from an encrypted item's attribute names before its header is read. */
export interface DecryptionShape {
  readonly names: readonly string[];
  /** Every attribute that must be signed, in canonical order. */
  readonly fields: readonly SignedField[];
  /** Attributes outside of the signature, header, footer and other reserved ones excluded. */
  readonly unsigned: readonly { readonly name: string; readonly index: number }[];
  /** -1 if absent. */
  readonly headerIndex: number;
  readonly footerIndex: number;
}

/** Works out the shape of an item to decrypt. Throws `ERR_ITEM_KEY_MISSING`, or `ERR_VALUE_STRING` for an impossible name. */
export function decryptionShape(
  names: readonly string[],
  config: EncryptorConfig,
  paths: CanonicalPaths,
): DecryptionShape {
  requireKeys(new Set(names), config.partitionKeyName, config.sortKeyName);
  const placed = names.map((name, index) => ({ name, index }));
  const fields = placed
    .filter(({ name }) => !config.isAllowedUnsigned(name))
    .map(({ name, index }) => {
      requireValidName(name);
      return { name, index, path: paths.of(name) };
    })
    .sort((a, b) => compareCanonically(a.name, b.name));
  return {
    names,
    fields,
    unsigned: placed.filter(({ name }) => config.isAllowedUnsigned(name) && !name.startsWith('aws_dbe_')),
    headerIndex: names.indexOf(headerName),
    footerIndex: names.indexOf(footerName),
  };
}
