import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../items/generate-item.js';
import { formatCodec } from '../items/item-format.js';
import { PARTITION_KEY, SORT_KEY } from '../items/item-layout.js';
import { ItemPool } from '../items/item-pool.js';
import { sameItem } from '../items/same-item.js';
import type { ItemCryptor } from '../work/item-cryptor.js';
import { cellCryptor, type ItemTransportOptions, type ItemTransportPlace } from '../work/item-transport.js';
import type { ItemWork } from '../work/item-work.js';
import type { Store } from './store.js';

/** Puts an item and gets it again: encrypted before and decrypted after, or as it is. */
export function storeWork(
  options: ItemTransportOptions,
  { slots, lane }: Pick<ItemTransportPlace, 'slots' | 'lane'>,
  { newClient, tableName }: Pick<Store, 'newClient' | 'tableName'>,
): ItemWork {
  const { spec, seed } = options;
  const client = newClient();
  const pool = new ItemPool(spec, { seed, lane });
  const { read, write } = formatCodec(spec.format);
  const { seal, unseal }: Pick<ItemCryptor, 'seal' | 'unseal'> = spec.encrypted
    ? cellCryptor(options)
    : { seal: async (given) => read(given), unseal: async (stored) => write(stored) };
  const given: unknown[] = new Array(slots);
  const sequences = new Array<number>(slots).fill(0);
  const results: unknown[] = new Array(slots);
  return {
    payloadBytes: spec.dataSize,
    prepare(slot, sequence) {
      results[slot] = undefined;
      sequences[slot] = sequence;
      given[slot] = pool.givenOf(sequence);
    },
    async run(slot, onSplit) {
      const stored = await seal(given[slot]);
      await client.send(new PutItemCommand({ TableName: tableName, Item: stored }));
      onSplit();
      const got = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(stored), ConsistentRead: true }),
      );
      results[slot] = await unseal(got.Item ?? {});
    },
    verify: async (slot) => sameItem(pool.itemOf(sequences[slot]!), read(results[slot])),
    close: async () => client.destroy(),
  };
}

function keyOf(item: Item): Item {
  return { [PARTITION_KEY]: item[PARTITION_KEY]!, [SORT_KEY]: item[SORT_KEY]! };
}
