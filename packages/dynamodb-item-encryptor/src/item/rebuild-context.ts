import type { AttributeValue } from '../attribute/attribute-value.js';
import type { EncryptorConfig } from '../config/read-options.js';
import { contextEntries } from '../context/context-entries.js';
import { compareUtf8, EncryptionContext } from '../context/encryption-context.js';
import type { Header } from '../header/header.js';
import { LEGEND } from '../header/legend.js';
import type { DecryptionShape } from './decryption-shape.js';

/**
 * The encryption context that the item was encrypted in: what the header stores, and what follows from the item. Which attributes are in
 * it is for the header to say, so that a changed configuration still reads old items. Throws `ERR_CONTEXT_CONFLICT`.
 */
export function rebuildContext(
  { version, legend, storedContext }: Header,
  { fields }: DecryptionShape,
  values: readonly AttributeValue[],
  config: EncryptorConfig,
): EncryptionContext {
  const { partitionKeyName, sortKeyName } = config;
  const attributes = fields
    .filter(({ name }, i) =>
      version === 2
        ? legend[i] === LEGEND.SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT
        : name === partitionKeyName || name === sortKeyName,
    )
    .map(({ name, index }) => ({ name, value: values[index]! }))
    .sort((a, b) => compareUtf8(a.name, b.name));
  const rebuilt = contextEntries(version, config, attributes, undefined);
  return storedContext.length === 0
    ? new EncryptionContext(rebuilt)
    : EncryptionContext.of([...storedContext, ...rebuilt]);
}
