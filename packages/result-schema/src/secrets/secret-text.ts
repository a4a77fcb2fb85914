import { nameIsSecret, SECRET } from './secret-names.js';

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** The part of a URL between `://` and `@`. */
const USER_INFO = /(:\/\/)[^/?#\s]*@/g;

/**
 * A password with an unencoded slash: the colon is not followed by a port, so what follows is a password. Bounded,
 * because the search for its end starts anew at every `://`.
 */
const BROKEN_USER_INFO = /(:\/\/)[^\s/?#@]*:(?!\d+(?:[/?#\s]|$))[^\s]{0,500}@/g;

/** A name and a mark, and the text that belongs to the name when it turns out to be secret. */
interface Named {
  name: RegExp;
  value: RegExp;
  isSecret: (name: string) => boolean;
}

/** Parameters that carry a secret under a name that does not say so: Google and Azure keys. */
const PARAMETERS: ReadonlySet<string> = new Set(['key', 'code']);

const NAMED: readonly Named[] = [
  // Query and fragment parameters of URLs.
  {
    name: /(?<=[?&#])([^=&;#?\s]+)=/g,
    value: /[^&#\s"'<>]*/y,
    isSecret: (name) => PARAMETERS.has(name.toLowerCase()) || nameIsSecret(decoded(name)),
  },
  // `password=…` in connection strings, command lines and environments.
  {
    name: /(?<![\w.-])-*([A-Za-z][\w.-]*)\s*=\s*/g,
    value: /"[^"]*"|'[^']*'|[^\s;&"']+/y,
    isSecret: nameIsSecret,
  },
  // `--password x` and curl's `-u user:x` in a command line.
  {
    name: /(?<![\w.-])(--[A-Za-z][\w-]*)\s+/g,
    value: /"[^"]*"|'[^']*'|[^\s;&"'-][^\s;&"']*/y,
    isSecret: nameIsSecret,
  },
  {
    name: /(?<![\w.-])(-u|--user|--proxy-user)\s+/g,
    value: /"[^":]+:[^"]*"|'[^':]+:[^']*'|[^\s;&"':/-][^\s;&"':/]*:[^\s;&"']+/y,
    isSecret: () => true,
  },
  // Header lines, YAML and JSON in a text: here only the end of the line is a safe end.
  { name: /(?<![\w./-])([A-Za-z][\w-]*)["']?\s*:\s*(?!\/\/)/g, value: /[^\r\n]+/y, isSecret: nameIsSecret },
];

/** Credentials that name their own scheme, wherever they stand (RFC 9110 §11.4). */
const SCHEMES = [
  /\b(Bearer)\s+[^\s,;"']+/gi,
  /\b(AWS4-HMAC-SHA256)\s+[^\r\n]+/g,
  /\b(Digest)\s+(?=[a-z]+=)[^\r\n]+/gi,
  /\b(Negotiate|NTLM)\s+[A-Za-z0-9+/=_-]{8,}/g,
  /\b(Token|ApiKey)\s+[^\s,;"']{16,}/gi,
];

const BASIC = /\b(Basic)\s+([A-Za-z0-9+/_-]{4,}={0,2})/gi;

/** Tokens that are recognised by their own form. */
const TOKENS = [
  /\beyJ[\w-]{8,}\.[\w-]{4,}(\.[\w-]*)?/g, // JSON Web Token: base64url of '{"…'
  /\b(AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16}\b/g, // AWS access key ids
  /\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}/g, // GitHub
  /\bgithub_pat_\w{20,}/g,
  /\bglpat-[\w-]{16,}/g, // GitLab
  /\bxox[abeoprs]-[\w-]{10,}/g, // Slack
  /\b(sk|rk)_(live|test)_\w{10,}/g, // Stripe
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bAIza[\w-]{30,}/g, // Google
];

/**
 * Replaces what looks like a secret inside a text: user info and secret parameters of URLs, credentials of header
 * lines, `password=…` pairs, private keys and well-known token forms. Errs on the side of removing too much.
 */
export function removeSecretsFromText(text: string): string {
  let safe = text
    .replaceAll(PRIVATE_KEY, SECRET)
    .replaceAll(USER_INFO, `$1${SECRET}@`)
    .replaceAll(BROKEN_USER_INFO, `$1${SECRET}@`);
  for (const named of NAMED) safe = removeNamed(safe, named);
  for (const scheme of SCHEMES) safe = safe.replaceAll(scheme, `$1 ${SECRET}`);
  safe = safe.replaceAll(BASIC, (whole, scheme: string, value: string) =>
    isUserAndPassword(value) ? `${scheme} ${SECRET}` : whole,
  );
  for (const token of TOKENS) safe = safe.replaceAll(token, SECRET);
  return safe;
}

/** Unlike one replaceAll, this looks for names inside the values of names that are not secret. */
function removeNamed(text: string, { name, value, isSecret }: Named): string {
  let safe = '';
  let done = 0;
  for (const match of text.matchAll(name)) {
    const start = match.index + match[0].length;
    if (match.index < done || !isSecret(match[1] ?? '')) continue;
    value.lastIndex = start;
    const found = value.exec(text)?.[0] ?? '';
    if (found === '' || found.startsWith(SECRET)) continue;
    safe += text.slice(done, start) + SECRET;
    done = start + found.length;
  }
  return safe + text.slice(done);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** "Basic authentication" is prose; "Basic dXNlcjpwdw==" is base64 of `user:pw`. */
function isUserAndPassword(base64: string): boolean {
  return /^[\x20-\x7e]*:/.test(Buffer.from(base64, 'base64').toString('latin1'));
}
