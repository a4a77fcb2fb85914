import { createHash } from 'node:crypto';

/** MD5 of a stream of bytes, computed here or in another thread. */
export interface Md5 {
  /** Where a promise is returned, the caller should wait before it brings more. */
  update(data: Buffer): void | Promise<void>;
  /** Lower-case hex. */
  digest(): string | Promise<string>;
  abandon(): void;
}

/** Makes an MD5 for a body of this size. */
export type Md5Maker = (sizeBytes: number) => Md5;

/** MD5 in this thread. */
export const inlineMd5: Md5Maker = () => {
  const hash = createHash('md5');
  return {
    update(data) {
      hash.update(data);
    },
    digest: () => hash.digest('hex'),
    abandon() {},
  };
};
