/** Bytes go to the thread through so many slots of shared memory: while one is hashed, others are filled. */
export const slots = 4;
export const slotBytes = 128 * 1024;

/** What the thread is told. */
export interface WorkerOrder {
  /** With the first order only. */
  readonly ring?: SharedArrayBuffer;
  readonly slot: number;
  readonly bytes: number;
  /** `digest` after these bytes, or `abandon` all of it. */
  readonly end?: 'digest' | 'abandon';
}

/** What it answers when the bytes of a slot are hashed. */
export interface WorkerAnswer {
  readonly id: number;
  readonly slot: number;
  /** After a `digest`. */
  readonly md5?: string;
}

/** As text, because a file of its own would have to be found again in whatever bundle this package ends up in. */
export const md5WorkerSource = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const underWay = new Map();
parentPort.on('message', ({ id, ring, slot, bytes, end }) => {
  if (ring !== undefined) underWay.set(id, { ring, hash: createHash('md5') });
  const { ring: shared, hash } = underWay.get(id);
  if (bytes > 0) hash.update(new Uint8Array(shared, slot * ${slotBytes}, bytes));
  if (end !== undefined) underWay.delete(id);
  if (end === 'abandon') return;
  parentPort.postMessage({ id, slot, md5: end === 'digest' ? hash.digest('hex') : undefined });
});
`;
