import { LRUCache } from 'lru-cache';
import type { Enrolment } from '../store/did-store.js';
import type { LookupCache } from './lookup-cache.js';

/** Entries kept: ten times the guide's thousand, because each is below a kilobyte. */
const MAX_ENTRIES = 10_000;

/** The most recently used lookups, in this process. */
export function createLruCache(): LookupCache {
  const entries = new LRUCache<string, Enrolment>({ max: MAX_ENTRIES });
  return {
    get: async (idHash) => entries.get(idHash),
    set: async (idHash, enrolment) => {
      entries.set(idHash, enrolment);
    },
    close: async () => entries.clear(),
  };
}
