import { generateKeyPair, type KeyObject } from 'node:crypto';
import { publicKeyText } from './item-signature.js';

/** A key pair that signs one item. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKeyText: string;
}

/**
 * Fresh P-384 key pairs, a few of them made ahead in the thread pool: while one item is signed, the key of the next is made on another
 * core. Nothing is made before the first is asked for.
 */
export class SigningKeys {
  readonly #ahead: number;
  readonly #queue: Promise<SigningKey>[] = [];

  constructor(ahead: number) {
    this.#ahead = ahead;
  }

  /** A key pair that nobody else gets. */
  take(): Promise<SigningKey> {
    const key = this.#queue.shift() ?? makeSigningKey();
    while (this.#queue.length < this.#ahead) this.#queue.push(makeQuietly());
    return key;
  }
}

/** Ahead of time nobody listens yet: a failure must wait for the one who takes it instead of ending the process. */
function makeQuietly(): Promise<SigningKey> {
  const key = makeSigningKey();
  key.catch(() => undefined);
  return key;
}

function makeSigningKey(): Promise<SigningKey> {
  return new Promise((resolve, reject) => {
    generateKeyPair('ec', { namedCurve: 'P-384' }, (error, publicKey, privateKey) => {
      if (error === null) resolve({ privateKey, publicKeyText: publicKeyText(publicKey) });
      else reject(error);
    });
  });
}
