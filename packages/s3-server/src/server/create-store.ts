import { openDiskStore } from '../storage/disk/disk-store.js';
import { MemoryStore } from '../storage/memory/memory-store.js';
import type { ObjectStore } from '../storage/object-store.js';

/** Where a server keeps its objects: in memory, up to a limit if one is given, or in a folder. */
export type StorageOption =
  | 'memory'
  | { readonly limitBytes: number }
  | {
      /** Made where it does not exist; taken for this process. */
      readonly dir: string;
      /**
       * Whether what was acknowledged survives a loss of power (default), at the price of an fsync for each write; without, it survives the end of the
       * process.
       */
      readonly durable?: boolean;
    };

/** Opens a store. Throws StoreFolderError (ERR_S3_STORE_FOLDER). */
export function createStore(storage: StorageOption): ObjectStore {
  if (storage === 'memory') return new MemoryStore();
  return 'dir' in storage ? openDiskStore(storage) : new MemoryStore(storage);
}
