import type { z } from 'zod';
import { childSchemas } from '../introspect/schema-walk.js';
import { isSecretFlag } from './secret-argv.js';
import { isMarkedSecret } from './secret-fields.js';
import { nameIsKind, nameIsMeasure, nameIsSecret, SECRET, valueIsMethod } from './secret-names.js';
import { removeSecretsFromText } from './secret-text.js';

type Schemas = readonly z.core.$ZodType[];

const HEADER_NAME = /^((proxy-)?authorization|(set-)?cookie2?|[\w-]*(token|api-?key|secret|password))$/i;

/**
 * The walk behind removeSecrets. It remembers the secrets it meets, so that a second pass can remove them where no
 * name gives them away.
 */
export class SecretCleaner {
  private readonly secrets = new Set<string>();

  /** Longest first, so that a secret inside another does not leave the rest of the longer one behind. */
  found(): string[] {
    return [...this.secrets].sort((a, b) => b.length - a.length);
  }

  clean(value: unknown, schemas: Schemas): unknown {
    if (schemas.some(isMarkedSecret)) return this.remove(value);
    if (typeof value === 'string') return removeSecretsFromText(value);
    if (Array.isArray(value)) return this.cleanList(value, schemas);
    if (typeof value === 'object' && value !== null) return this.cleanObject(value, schemas);
    return value;
  }

  /** The second pass: secrets that were found under one name and stand elsewhere as a value or part of one. */
  erase(value: unknown): unknown {
    const secrets = this.found();
    const visit = (part: unknown): unknown => {
      if (typeof part === 'string')
        return secrets.reduce((text, secret) => text.replaceAll(secret, SECRET), part);
      if (Array.isArray(part)) return part.map(visit);
      if (typeof part !== 'object' || part === null) return part;
      return objectOf(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
    };
    return visit(value);
  }

  private cleanList(list: readonly unknown[], schemas: Schemas): unknown[] {
    return list.map((item, index) => {
      const before: unknown = list[index - 1];
      // Header pairs (`['authorization', 'x']`) and argument lists (`['--token', 'x']`) name the next item.
      const named = typeof before === 'string' && (isSecretFlag(before) || isHeaderPair(list, before));
      return named && typeof item === 'string'
        ? this.remove(item)
        : this.clean(item, childSchemas(schemas, index));
    });
  }

  private cleanObject(object: object, schemas: Schemas): Record<string, unknown> {
    const entries = Object.entries(object);
    // `{ name: 'Authorization', value: 'x' }`: the name stands beside the value instead of above it.
    const named = entries.some(
      ([key, value]) => /^(name|key|header)$/i.test(key) && typeof value === 'string' && nameIsSecret(value),
    );
    return objectOf(
      entries.map(([key, value]) => {
        const secret = nameIsSecret(key) || (named && /^values?$/i.test(key));
        const cleaned = secret ? this.cleanSecret(key, value) : this.clean(value, childSchemas(schemas, key));
        return [removeSecretsFromText(key), cleaned];
      }),
    );
  }

  /** All that stands under a secret name goes, except what says of which kind or how much of it there is. */
  private cleanSecret(key: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.cleanSecret(key, item));
    if (typeof value === 'number' && nameIsMeasure(key)) return value;
    if (typeof value === 'string' && valueIsMethod(value)) return value;
    if (typeof value !== 'object' || value === null) return this.remove(value);
    return objectOf(
      Object.entries(value).map(([name, inner]: [string, unknown]) => [
        removeSecretsFromText(name),
        nameIsKind(name) && !nameIsSecret(name) ? this.clean(inner, []) : this.cleanSecret(name, inner),
      ]),
    );
  }

  private remove(value: unknown): unknown {
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    this.trace(value);
    return SECRET;
  }

  private trace(value: unknown): void {
    if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) this.trace(part);
    } else {
      // `Bearer x` is one secret under its header and another one where only `x` is passed on.
      for (const part of [String(value), ...String(value).split(/\s+/)])
        if (isTraceable(part)) this.secrets.add(part);
    }
  }
}

/** A password that is a plain word (`postgres`) is not looked for elsewhere: it would blank out innocent text. */
function isTraceable(secret: string): boolean {
  return secret.length >= 16 || (secret.length >= 8 && /[^a-z]/.test(secret.slice(1)));
}

function isHeaderPair(list: readonly unknown[], first: string): boolean {
  return list.length === 2 && list[0] === first && HEADER_NAME.test(first);
}

/** Keys that have become equal by removal are kept apart by a number, and `__proto__` stays a plain key. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const taken = new Map<string, unknown>();
  for (const [key, value] of entries) {
    let unique = key;
    for (let copy = 2; taken.has(unique); copy += 1) unique = `${key} (${copy})`;
    taken.set(unique, value);
  }
  return Object.fromEntries(taken);
}
