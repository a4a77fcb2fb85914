import { nameIsSecret, SECRET } from './secret-names.js';
import { removeSecretsFromText } from './secret-text.js';

const FLAG = /^--?[A-Za-z][\w.-]*$/;

/** `--token=x`, `API_TOKEN=x`: the whole rest of the argument belongs to the name. */
const ASSIGNED = /^(-{0,2}[A-Za-z][\w.-]*)=/;

/**
 * A command line without secrets: values of flags with a secret name (`--token x`, `--token=x`), header flags,
 * `user:password` pairs, and what removeSecretsFromText finds. `known` are secrets to remove as well, for instance
 * those that findSecrets found in the config.
 */
export function removeSecretsFromArgv(argv: readonly string[], known: readonly string[] = []): string[] {
  const safe = argv.map((argument, index) => safeArgument(argument, argv[index - 1]));
  return safe.map((argument) => known.reduce(eraseOne, argument));
}

function eraseOne(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, SECRET);
}

function safeArgument(argument: string, before = ''): string {
  if (isSecretFlag(before)) return SECRET;
  if (/^(-u|--user|--proxy-user)$/.test(before) && /^[^/]*:(?!\/\/)./.test(argument)) return SECRET;
  // curl's way to write it in one argument; the header's name would otherwise begin with the flag's letter.
  if (/^-H[^=]*:/.test(argument)) return `-H${removeSecretsFromText(argument.slice(2))}`;
  const name = ASSIGNED.exec(argument)?.[1];
  return name !== undefined && nameIsSecret(name) ? `${name}=${SECRET}` : removeSecretsFromText(argument);
}

/** True when the argument after this one is a secret. What follows may look like a flag and still be one. */
export function isSecretFlag(argument: string): boolean {
  return FLAG.test(argument) && !argument.startsWith('--no-') && nameIsSecret(argument);
}
