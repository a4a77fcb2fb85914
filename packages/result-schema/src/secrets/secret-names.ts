/** What stands in place of a secret, everywhere. */
export const SECRET = '[secret]';

/** Words that make a name secret on their own: `dbPassword`, `x-auth-token`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'auth',
  'authentication',
  'authorization',
  'bearer',
  'cookie',
  'cookies',
  'cred',
  'credential',
  'credentials',
  'creds',
  'jwt',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'pwd',
  'secret',
  'secrets',
  'sig',
  'signature',
  'token',
  'tokens',
]);

/** Words that make `key` secret when they stand before it: `apiKey`, `private_key`, `AWSAccessKeyId`. */
const KEY_KINDS: ReadonlySet<string> = new Set([
  'access',
  'account',
  'api',
  'app',
  'client',
  'encryption',
  'hmac',
  'master',
  'private',
  'shared',
  'signing',
  'ssh',
  'storage',
  'subscription',
  'symmetric',
  'wrapping',
]);

/** Written in one word, so that no splitting finds the parts. */
const JOINED =
  /(password|passwd|passphrase|secret|credential|authorization|authtoken|accesstoken|apikey|accesskey|privatekey|sessionid)/;

/** With one of these a name speaks about a secret's amount or whereabouts of time: `maxTokens`, `tokenTtlMs`. */
const MEASURE_WORDS: ReadonlySet<string> = new Set([
  'age',
  'bytes',
  'count',
  'expires',
  'expiry',
  'interval',
  'length',
  'limit',
  'max',
  'min',
  'ms',
  'ns',
  'number',
  'per',
  'rate',
  'sec',
  'seconds',
  'size',
  'timeout',
  'ttl',
]);

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** `pass` alone is a password; in `onPass` or `passRate` it is the opposite of a failure. */
const PASS = /^(db|database|user|admin|root|redis|smtp)? ?pass$/;

/** Values of `auth` and the like that say how, not with what. */
const METHODS: ReadonlySet<string> = new Set(
  'none anonymous basic bearer digest apikey api-key key token jwt oauth oauth2 oidc sigv4 iam mtls'.split(
    ' ',
  ),
);

/** Keys beside a secret, inside `auth: { … }`, whose values say what kind of secret it is. */
const KIND_KEYS = /^(type|kind|scheme|method|mode|provider|header|algorithm|profile|region|in)$/i;

/** True for the name of a config key, header, flag, query parameter or variable whose value must not be shown. */
export function nameIsSecret(name: string): boolean {
  const words = wordsOf(name);
  if (PASS.test(words.join(' '))) return true;
  if (words.some((word) => SECRET_WORDS.has(word) || JOINED.test(word))) return true;
  return words.some(
    (word, index) => (word === 'key' || word === 'keys') && KEY_KINDS.has(words[index - 1] ?? ''),
  );
}

/** True when a secret-sounding name holds an amount, so that a number under it says nothing secret. */
export function nameIsMeasure(name: string): boolean {
  return wordsOf(name).some((word) => MEASURE_WORDS.has(word));
}

/** True for a value that names a way to authenticate and thus is no secret itself, or is empty. */
export function valueIsMethod(value: string): boolean {
  return value === '' || METHODS.has(value.toLowerCase());
}

/** True for a key inside a secret object whose value describes the secret. */
export function nameIsKind(name: string): boolean {
  return KIND_KEYS.test(name);
}
