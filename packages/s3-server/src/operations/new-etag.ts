import { randomUUID } from 'node:crypto';

/** The ETag of new bytes: their MD5 where it was computed, else 32 random hex digits. */
export function newEtag(md5: string | undefined): string {
  return md5 ?? randomUUID().replaceAll('-', '');
}
