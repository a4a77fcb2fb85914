import { nameIsSecret, SECRET } from './secret-names.js';

/** Query parameters that carry a secret under a name that does not say so (SAS tokens, Google and OAuth keys). */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set(['key', 'code', 'sig', 'assertion', 'state', 'nonce']);

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** The part of a URL between `://` and `@`. */
const USER_INFO = /(:\/\/)[^/?#\s]*@/g;

/** A password with an unencoded slash: the colon is not followed by a port, so what follows is a password. */
const BROKEN_USER_INFO = /(:\/\/)[^\s/?#@]*:(?!\d+(?:[/?#\s]|$))[^\s]*@/g;

const PARAMETER = /([?&;#])([^=&;#?\s]+)=([^&#\s"'<>]*)/g;

/** `Authorization: …` and the like; a header's value ends with its line. */
const HEADER = /(^|[\s"'{,])([A-Za-z][\w-]*)(["']?\s*:\s*)(?!\/\/)([^\r\n]+)/g;

/** `password=…` in connection strings, command lines and environments. */
const ASSIGNMENT = /(^|[\s;,&"'(])(-{0,2}[A-Za-z][\w.-]*)(\s*=\s*)("[^"]*"|'[^']*'|[^\s;&,"']+)/g;

/** Credentials that name their own scheme, wherever they stand (RFC 9110 §11.4). */
const SCHEME = /\b(Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey|AWS4-HMAC-SHA256)\s+([^\s,;"']{4,}.*)/gi;

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
    .replaceAll(BROKEN_USER_INFO, `$1${SECRET}@`)
    .replaceAll(PARAMETER, (whole, mark: string, name: string) =>
      parameterIsSecret(name) ? `${mark}${name}=${SECRET}` : whole,
    )
    .replaceAll(HEADER, (whole, before: string, name: string, colon: string) =>
      nameIsSecret(name) ? `${before}${name}${colon}${SECRET}` : whole,
    )
    .replaceAll(ASSIGNMENT, (whole, before: string, name: string, equals: string) =>
      nameIsSecret(name) ? `${before}${name}${equals}${SECRET}` : whole,
    )
    .replaceAll(SCHEME, (whole, scheme: string, value: string) =>
      value.startsWith(SECRET) ? whole : `${scheme} ${SECRET}`,
    );
  for (const token of TOKENS) safe = safe.replaceAll(token, SECRET);
  return safe;
}

function parameterIsSecret(name: string): boolean {
  return SECRET_PARAMETERS.has(name.toLowerCase()) || nameIsSecret(decoded(name));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
