import type { Enrolment } from '../store/did-store.js';

/**
 * Enrolments that were looked up, by id hash. They never change once made, so that nothing here can be stale; what was not found
 * is not kept, because it may be enrolled at any moment.
 */
export interface LookupCache {
  get(idHash: string): Promise<Enrolment | undefined>;
  set(idHash: string, enrolment: Enrolment): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing. */
export const noCache: LookupCache = {
  get: async () => undefined,
  set: async () => {},
  close: async () => {},
};
