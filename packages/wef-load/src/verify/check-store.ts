import { EventStore } from './event-store.js';
import { createStoreClient, type StoreAddress } from './store-client.js';

/**
 * Whether a bucket can be read, before anything is sent: a run of an hour should not end with a misspelt name.
 *
 * @throws StoreError (missing, denied), TargetUnreachableError
 */
export async function checkStore(store: StoreAddress, bucket: string, signal: AbortSignal): Promise<void> {
  const client = createStoreClient(store);
  try {
    const address = store.endpoint ?? 'AWS';
    await new EventStore({ client, bucket, prefix: '', address }).check(signal);
  } finally {
    client.destroy();
  }
}
