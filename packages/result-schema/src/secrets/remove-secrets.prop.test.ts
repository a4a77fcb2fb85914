import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { removeSecrets } from './remove-secrets.js';
import { removeSecretsFromArgv } from './secret-argv.js';

/** Anything at all, with a start that occurs nowhere else; in places with a syntax of their own, less. */
const mark = 'Zq7';
const anySecret = fc.string({ minLength: 6, unit: 'binary' }).map((text) => mark + text);
const lineSecret = fc
  .string({ minLength: 6, unit: 'grapheme' })
  .map((text) => mark + text.replaceAll(/[\r\n]/g, '.'));
const wordSecret = fc.stringMatching(/^[\w~!$()*+,./:@%^-]{6,30}$/).map((text) => mark + text);
const urlSecret = fc
  .string({ minLength: 6, unit: 'grapheme' })
  .map((text) => mark + encodeURIComponent(text));

const secretName = fc.constantFrom(
  'password',
  'apiKey',
  'AUTH_TOKEN',
  'Authorization',
  'client-secret',
  'cookie',
);

/** One value of a config that holds a secret in one of the places that are looked at. */
const planted = fc.oneof(
  fc.tuple(secretName, anySecret).map(([name, secret]) => ({ [name]: secret })),
  fc.tuple(secretName, anySecret).map(([name, secret]) => ({ [name]: [{ x: secret }, secret] })),
  fc.tuple(secretName, anySecret).map(([name, value]) => ({ headers: [{ name, value }] })),
  fc.tuple(secretName, lineSecret).map(([name, secret]) => `${name}: ${secret}`),
  fc.tuple(secretName, wordSecret).map(([name, secret]) => `Server=x;${name}=${secret};Timeout=5`),
  fc.tuple(secretName, urlSecret).map(([name, secret]) => `https://host/p?a=b&${name}=${secret}&c=d`),
  urlSecret.map((secret) => `see amqp://user:${secret}@host/p`),
  wordSecret.map((secret) => `Bearer ${secret}`),
  anySecret.map((secret) => ['--token', secret, '--other']),
);

const innocent = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue({ maxDepth: 2 }));

const { config } = fc.letrec<{ config: unknown }>((tie) => ({
  config: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    planted,
    fc.tuple(innocent, tie('config')).map(([around, inner]) => ({ ...around, inner })),
    fc.tuple(fc.jsonValue({ maxDepth: 1 }), tie('config')).map(([before, inner]) => [{ before }, inner]),
  ),
}));

test('no planted secret survives, wherever it stands', () => {
  fc.assert(
    fc.property(config, (value) => {
      expect(JSON.stringify(value)).toContain(mark);
      expect(JSON.stringify(removeSecrets(value))).not.toContain(mark);
    }),
    { numRuns: 2000 },
  );
});

test('no secret that its schema marks survives, even where it is repeated', () => {
  const schema = z.strictObject({ code: z.string().meta({ secret: true }), note: z.string() });
  fc.assert(
    fc.property(anySecret, fc.string(), (code, around) => {
      const safe = removeSecrets({ code, note: `${around} ${code} ${around}` }, { schema });
      expect(JSON.stringify(safe)).not.toContain(mark);
    }),
  );
});

test('no secret of a command line survives', () => {
  const argument = fc.oneof(
    anySecret.map((secret) => ['--api-key', secret]),
    anySecret.map((secret) => [`--password=${secret}`]),
    lineSecret.map((secret) => ['--header', `Authorization: ${secret}`]),
    wordSecret.map((secret) => ['--user', `me:${secret.replaceAll('/', '.')}`]),
    urlSecret.map((secret) => ['--rest-url', `http://me:${secret}@host/`]),
    fc.constant(['--output', 'json']),
  );
  fc.assert(
    fc.property(fc.array(argument), (parts) => {
      expect(JSON.stringify(removeSecretsFromArgv(parts.flat()))).not.toContain(mark);
    }),
    { numRuns: 500 },
  );
});

test('removing twice is removing once, and data without secrets is not touched', () => {
  fc.assert(
    fc.property(config, (value) => {
      const once = removeSecrets(value);
      expect(removeSecrets(once)).toEqual(once);
    }),
  );
  const plain = fc.dictionary(
    fc.constantFrom('a', 'requests', 'partitionKey'),
    fc.oneof(fc.integer(), fc.boolean()),
  );
  fc.assert(
    fc.property(plain, (value) => {
      expect(removeSecrets(value)).toEqual(value);
    }),
  );
});
