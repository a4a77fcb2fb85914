import type { Stage } from './stage-names.js';

/** A stage that is timed; `serialise` is what is left. */
export type MeasuredStage = Exclude<Stage, 'serialise'>;

/**
 * Which stage a primitive belongs to, by its kind and by where in an operation it is used. The format uses each for one purpose but
 * HMAC: before the item is hashed it derives keys and commits to them, after that it makes or checks the footer's tag. The
 * first GCM after a keyring's answer seals or opens the data key.
 */
export class PrimitiveStages {
  #dataKeyIsNext = false;
  #isHashed = false;

  operationBegins(): void {
    this.#dataKeyIsNext = false;
    this.#isHashed = false;
  }

  keyringAnswered(): void {
    this.#dataKeyIsNext = true;
  }

  ofCipher(algorithm: string): MeasuredStage {
    if (!algorithm.endsWith('-gcm')) return 'keyDerivation';
    if (!this.#dataKeyIsNext) return 'encrypt';
    this.#dataKeyIsNext = false;
    return 'keyring';
  }

  ofHmac(): MeasuredStage {
    return this.#isHashed ? 'sign' : 'keyDerivation';
  }

  /** The item is hashed once, with SHA-384; one-shot hashes after that, or of another kind, are parts of an HMAC. */
  ofHash(algorithm: string): MeasuredStage {
    if (algorithm !== 'sha384' || this.#isHashed) return this.ofHmac();
    this.#isHashed = true;
    return 'hash';
  }
}
