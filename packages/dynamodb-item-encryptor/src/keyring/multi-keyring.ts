import { ItemEncryptionError, requireThat } from '../errors.js';
import type { Keyring, MultiKeyring, SingleKeyring } from './keyring.js';

/** The recipients of a {@link createMultiKeyring}. */
export interface MultiKeyringOptions {
  readonly generator?: Keyring;
  readonly children?: readonly Keyring[];
}

/**
 * Joins keyrings: an item is encrypted for all of them (one failing fails the encryption), and decrypted by the first that can, the
 * generator before the children. Without a generator it only decrypts.
 */
export function createMultiKeyring({ generator, children = [] }: MultiKeyringOptions): MultiKeyring {
  requireThat(
    generator !== undefined || children.length > 0,
    'ERR_KEYRING_CONFIG',
    'a multi-keyring needs a generator, or children, or both',
  );
  for (const keyring of generator === undefined ? children : [generator, ...children]) {
    requireThat(
      isKeyring(keyring),
      'ERR_KEYRING_CONFIG',
      'generator and children must be keyrings of this package',
    );
  }
  return Object.freeze({ generator, children: Object.freeze([...children]) });
}

/** Whether something has the methods of a keyring. */
export function isKeyring(value: unknown): value is Keyring {
  if (typeof value !== 'object' || value === null) return false;
  return isSingle(value) || ('children' in value && Array.isArray(value.children));
}

function isSingle(value: object): boolean {
  return (
    'wrapKey' in value &&
    typeof value.wrapKey === 'function' &&
    'unwrapKey' in value &&
    typeof value.unwrapKey === 'function'
  );
}

/** All single keyrings of a keyring, in the order in which they are tried. */
export function membersOf(keyring: Keyring): SingleKeyring[] {
  if (!('children' in keyring)) return [keyring];
  return [...(keyring.generator === undefined ? [] : [keyring.generator]), ...keyring.children].flatMap(
    membersOf,
  );
}

/** Throws `ERR_KEYRING_CONFIG` for a multi-keyring that has nothing to make keys with. */
export function requireGenerator(keyring: Keyring): void {
  if (!('children' in keyring)) return;
  if (keyring.generator === undefined) {
    throw new ItemEncryptionError(
      'ERR_KEYRING_CONFIG',
      'this multi-keyring has no generator, so it can only decrypt',
    );
  }
  requireGenerator(keyring.generator);
}
