import { ItemEncryptionError } from '../errors.js';

/** Runs the `import()` of a package that only some users need, and says which one is missing. */
export async function loadPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ItemEncryptionError(
      'ERR_OPTIONAL_PEER',
      `this needs the package ${name}: npm install ${name}`,
      { cause },
    );
  }
}
