import { MemoryStore } from '../storage/memory/memory-store.js';
import type { ObjectStore } from '../storage/object-store.js';

/** Where a server keeps its objects. */
export type StorageOption = 'memory' | { readonly dir: string };

/** Opens a store. */
export async function createStore(storage: StorageOption): Promise<ObjectStore> {
  return new MemoryStore();
}
