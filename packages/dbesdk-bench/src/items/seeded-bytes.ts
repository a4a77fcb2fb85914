import { createCipheriv, createHash } from 'node:crypto';

/**
 * So many bytes that no compressor and no cache can shorten, the same for the same seed: the key stream of AES-256-CTR under
 * a key made from the seed. A gigabyte takes about a second.
 */
export function seededBytes(length: number, seed: number, stream: number): Uint8Array {
  const key = createHash('sha256').update(`benchwright items ${seed} ${stream}`).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return new Uint8Array(cipher.update(Buffer.alloc(length)));
}
