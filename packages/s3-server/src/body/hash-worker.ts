import type { HashName } from './stream-hash.js';

/** Bytes go to the thread through so many slots of shared memory: while one is hashed, others are filled. */
export const slots = 4;
/**
 * A message each way costs as much as 30 KB of SHA-256, so there larger slots make an upload 1.2 times as fast. MD5 is slow enough to hide that, and
 * every body under way may have its slots, where of SHA-256 there are as many as there are threads.
 */
export const slotBytes = { md5: 128 * 1024, sha256: 1024 * 1024 } as const;

/** What the thread is told. */
export interface WorkerOrder {
  /** With the first order only, and so is its hash. */
  readonly ring?: SharedArrayBuffer;
  readonly name?: HashName;
  readonly slot: number;
  /** Where in the ring they are. */
  readonly at: number;
  readonly bytes: number;
  /** `digest` after these bytes, or `abandon` all of it. */
  readonly end?: 'digest' | 'abandon';
}

/** What it answers when the bytes of a slot are hashed. */
export interface WorkerAnswer {
  readonly id: number;
  readonly slot: number;
  /** After a `digest`. */
  readonly hex?: string;
}

/** As text, because a file of its own would have to be found again in whatever bundle this package ends up in. */
export const hashWorkerSource = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const underWay = new Map();
parentPort.on('message', ({ id, ring, name, slot, at, bytes, end }) => {
  if (ring !== undefined) underWay.set(id, { ring, hash: createHash(name) });
  const { ring: shared, hash } = underWay.get(id);
  if (bytes > 0) hash.update(new Uint8Array(shared, at, bytes));
  if (end !== undefined) underWay.delete(id);
  if (end === 'abandon') return;
  parentPort.postMessage({ id, slot, hex: end === 'digest' ? hash.digest('hex') : undefined });
});
`;
