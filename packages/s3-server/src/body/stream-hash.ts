import { createHash } from 'node:crypto';

/** The hashes that every byte of an upload may have to go through. */
export type HashName = 'md5' | 'sha256';

/** A hash of a stream of bytes, computed here or in another thread. */
export interface StreamHash {
  /** Where a promise is returned, the caller should wait before it brings more. */
  update(data: Buffer): void | Promise<void>;
  /** Lower-case hex. */
  digest(): string | Promise<string>;
  abandon(): void;
}

/** Makes a hash for a body of this size. */
export type HashMaker = (name: HashName, sizeBytes: number) => StreamHash;

/** In this thread. */
export const inlineHash: HashMaker = (name) => {
  const hash = createHash(name);
  return {
    update(data) {
      hash.update(data);
    },
    digest: () => hash.digest('hex'),
    abandon() {},
  };
};
