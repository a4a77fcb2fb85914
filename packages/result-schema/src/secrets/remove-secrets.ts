import type { z } from 'zod';
import { SecretCleaner } from './secret-cleaner.js';

export interface RemoveSecretsOptions {
  /** Fields declared with `.meta({ secret: true })` are removed whatever their name. */
  schema?: z.ZodType;
}

/**
 * A copy of a resolved config in which every secret is `[secret]`: values under a secret name (`password`, `apiKey`,
 * `Authorization` …) or marked so in the schema, credentials inside URLs, header lines and connection strings, and
 * tokens of well-known forms. A secret found in one place is removed wherever else it stands as a value. Takes
 * JSON-like data; errs on the side of removing too much.
 */
export function removeSecrets<T>(config: T, { schema }: RemoveSecretsOptions = {}): T {
  const cleaner = new SecretCleaner();
  const cleaned = cleaner.clean(config, schema === undefined ? [] : [schema]);
  // The copy has the shape of the original, except that a secret number has become text.
  return cleaner.erase(cleaned) as T;
}

/** The values that {@link removeSecrets} finds by name or schema, to be removed from other texts (a command line). */
export function findSecrets(config: unknown, { schema }: RemoveSecretsOptions = {}): string[] {
  const cleaner = new SecretCleaner();
  cleaner.clean(config, schema === undefined ? [] : [schema]);
  return cleaner.found();
}
