import { ItemEncryptionError } from '../errors.js';
import {
  dataKeyLength,
  intermediateKeyLength,
  unwrapDataKey,
  wrapDataKey,
  wrappedDataKeyLength,
} from '../keys/intermediate-wrapping.js';
import { randomBytes } from '../keys/random.js';
import { wipe } from '../keys/wipe.js';
import type {
  EncryptedDataKey,
  KeyringRequest,
  MaybePromise,
  NewWrappedKey,
  SingleKeyring,
} from './keyring.js';

/** The keys of an item about to be encrypted. The data key and the tag keys are to be wiped. */
export interface EncryptionKeys {
  readonly dataKey: Uint8Array;
  /** One per encrypted data key, in the same order: the keys of the footer's tags. */
  readonly macKeys: readonly Uint8Array[];
  readonly encryptedDataKeys: readonly EncryptedDataKey[];
}

/** The keys of an item about to be decrypted, to be wiped. */
export interface DecryptionKeys {
  readonly dataKey: Uint8Array;
  /** The key of the tag that is ours. */
  readonly macKey: Uint8Array;
}

type Context = Omit<KeyringRequest, 'isGenerator'>;

/** A fresh data key, encrypted for every keyring. Synchronous when all keyrings are. */
export function makeKeys(keyrings: readonly SingleKeyring[], context: Context): MaybePromise<EncryptionKeys> {
  const wrapped = keyrings.map((keyring, i) => keyring.wrapKey(requestOf(context, i === 0)));
  return wrapped.some(isPromise)
    ? assembleAll(wrapped, context)
    : assemble(wrapped as NewWrappedKey[], context);
}

/** Waits for all, even if one fails: what the others made must be wiped. */
async function assembleAll(
  wrapped: readonly MaybePromise<NewWrappedKey>[],
  context: Context,
): Promise<EncryptionKeys> {
  const results = await Promise.allSettled(wrapped);
  const keys = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return assemble(keys, context);
  wipe(...keys.map(({ intermediateKey }) => intermediateKey));
  throw failed.reason;
}

function requestOf(context: Context, isGenerator: boolean): KeyringRequest {
  return {
    suite: context.suite,
    encryptionContextBytes: context.encryptionContextBytes,
    encryptionContext: () => context.encryptionContext(),
    isGenerator,
  };
}

/** By its method: a promise of another realm, as in Jest, is no instance of this one's class. */
export function isPromise<T extends object | undefined>(value: MaybePromise<T>): value is Promise<T> {
  return value !== undefined && 'then' in value && typeof value.then === 'function';
}

function assemble(wrapped: readonly NewWrappedKey[], { encryptionContextBytes }: Context): EncryptionKeys {
  const dataKey = randomBytes(dataKeyLength);
  const macKeys: Uint8Array[] = [];
  const encryptedDataKeys = wrapped.map(({ intermediateKey, providerId, providerInfo, wrappedKey }) => {
    if (intermediateKey.length !== intermediateKeyLength)
      throw wrongLength(providerId, intermediateKey.length);
    const ciphertext = Buffer.allocUnsafe(wrappedDataKeyLength + wrappedKey.length);
    macKeys.push(wrapDataKey(intermediateKey, dataKey, encryptionContextBytes, ciphertext));
    wipe(intermediateKey);
    ciphertext.set(wrappedKey, wrappedDataKeyLength);
    return { providerId, providerInfo, ciphertext };
  });
  return { dataKey, macKeys, encryptedDataKeys };
}

function wrongLength(providerId: string, length: number): ItemEncryptionError {
  return new ItemEncryptionError(
    'ERR_KEYRING',
    `the keyring of provider "${providerId}" gave an intermediate key of ${length} bytes; it must have ${intermediateKeyLength}`,
  );
}

/**
 * Tries every keyring on every encrypted data key, and takes the first that opens. Throws `ERR_DATA_KEY` when none does, with what the
 * keyrings said as its cause.
 */
export function findKeys(
  keyrings: readonly SingleKeyring[],
  context: Context,
  encryptedDataKeys: readonly EncryptedDataKey[],
): MaybePromise<DecryptionKeys> {
  const attempts = keyrings.flatMap((keyring, i) => {
    const request = requestOf(context, i === 0);
    return encryptedDataKeys.map((encrypted) => ({ keyring, request, encrypted }));
  });
  const failures: unknown[] = [];
  for (const [i, attempt] of attempts.entries()) {
    try {
      const found = tryKey(attempt);
      // From the first keyring on that needs time, everything is awaited.
      if (isPromise(found)) return findLater(found, attempts.slice(i + 1), failures, encryptedDataKeys);
      if (found !== undefined) return found;
    } catch (error) {
      failures.push(error);
    }
  }
  throw noKey(encryptedDataKeys, failures);
}

/** One keyring on one encrypted data key. */
interface Attempt {
  readonly keyring: SingleKeyring;
  readonly request: KeyringRequest;
  readonly encrypted: EncryptedDataKey;
}

async function findLater(
  first: Promise<DecryptionKeys | undefined>,
  others: readonly Attempt[],
  failures: unknown[],
  encryptedDataKeys: readonly EncryptedDataKey[],
): Promise<DecryptionKeys> {
  for (const attempt of [undefined, ...others]) {
    try {
      const found = await (attempt === undefined ? first : tryKey(attempt));
      if (found !== undefined) return found;
    } catch (error) {
      failures.push(error);
    }
  }
  throw noKey(encryptedDataKeys, failures);
}

function tryKey({ keyring, request, encrypted }: Attempt): MaybePromise<DecryptionKeys | undefined> {
  const { providerId, providerInfo, ciphertext } = encrypted;
  if (ciphertext.length <= wrappedDataKeyLength) return undefined;
  const wrappedKey = ciphertext.subarray(wrappedDataKeyLength);
  const answer = keyring.unwrapKey(request, { providerId, providerInfo, wrappedKey });
  return isPromise(answer)
    ? answer.then((key) => openDataKey(key, request, encrypted))
    : openDataKey(answer, request, encrypted);
}

function openDataKey(
  intermediateKey: Uint8Array | undefined,
  request: KeyringRequest,
  { providerId, ciphertext }: EncryptedDataKey,
): DecryptionKeys | undefined {
  if (intermediateKey === undefined) return undefined;
  if (intermediateKey.length !== intermediateKeyLength) throw wrongLength(providerId, intermediateKey.length);
  const wrappedDataKey = ciphertext.subarray(0, wrappedDataKeyLength);
  const keys = unwrapDataKey(intermediateKey, wrappedDataKey, request.encryptionContextBytes);
  wipe(intermediateKey);
  return keys;
}

function noKey(
  encryptedDataKeys: readonly EncryptedDataKey[],
  failures: readonly unknown[],
): ItemEncryptionError {
  // Nothing of the header is verified yet: it must not fill a log either.
  const shown = encryptedDataKeys
    .slice(0, 3)
    .map(({ providerId }) => JSON.stringify(providerId.slice(0, 64)));
  const providers = [...shown, ...(encryptedDataKeys.length > 3 ? ['…'] : [])].join(', ');
  return new ItemEncryptionError(
    'ERR_DATA_KEY',
    `no keyring could decrypt this item's data key (${providers}): it was encrypted with another key, under another table name or in ` +
      'another item, or its header, its keys or its context attributes were changed',
    { cause: failures.length === 0 ? undefined : new AggregateError(failures, 'what the keyrings said') },
  );
}
