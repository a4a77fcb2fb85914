import type { ItemEncryptor } from '@benchwright/dynamodb-item-encryptor';
import type { ItemFormat } from '../factor-names.js';
import type { Item } from '../items/generate-item.js';
import { formatCodec } from '../items/item-format.js';

/** Encryption as an application of one format does it, conversions included. */
export interface ItemCryptor {
  /** The item to store. */
  seal(given: unknown): Promise<Item>;
  /** What was given to `seal`, from the item stored. */
  unseal(stored: Item): Promise<unknown>;
  /** `seal`, with the item in the format. */
  encrypt(given: unknown): Promise<unknown>;
  /** `unseal`, of an item in the format. */
  decrypt(stored: unknown): Promise<unknown>;
}

/** Encryption in a format, by the encryptor given. */
export function createItemCryptor(format: ItemFormat, encryptor: ItemEncryptor): ItemCryptor {
  const { read, write } = formatCodec(format);
  const seal = async (given: unknown): Promise<Item> =>
    (await encryptor.encryptItem(read(given))).encryptedItem;
  const unseal = async (stored: Item): Promise<unknown> =>
    write((await encryptor.decryptItem(stored)).plaintextItem);
  return {
    seal,
    unseal,
    encrypt: async (given) => write(await seal(given)),
    decrypt: (stored) => unseal(read(stored)),
  };
}
