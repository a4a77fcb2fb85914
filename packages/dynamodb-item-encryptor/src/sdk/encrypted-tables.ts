import { ItemEncryptionError } from '../errors.js';
import type { ItemEncryptor } from '../item-encryptor.js';

const arnForm = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)/;

/** Which tables are encrypted, and how. */
export class EncryptedTables {
  readonly #encryptors: ReadonlyMap<string, ItemEncryptor>;

  constructor(encryptors: ReadonlyMap<string, ItemEncryptor>) {
    this.#encryptors = encryptors;
  }

  /** The encryptor of a table given by its name or, as DynamoDB allows everywhere, its ARN. */
  of(table: string | undefined): ItemEncryptor | undefined {
    if (table === undefined) return undefined;
    return this.#encryptors.get(arnForm.exec(table)?.[1] ?? table);
  }

  /**
   * Throws for a PartiQL statement that mentions an encrypted table: it can read and write any part of an item. The name is looked for
   * anywhere in the text, so a statement that only quotes it in a value is refused, too.
   */
  refuseStatement(statement: string | undefined): void {
    for (const table of this.#encryptors.keys()) {
      if (statement?.includes(table)) {
        throw new ItemEncryptionError(
          'ERR_REQUEST_UNSAFE',
          `a PartiQL statement mentions ${table}, which is encrypted: use PutItem, GetItem, Query and the like`,
        );
      }
    }
  }
}
