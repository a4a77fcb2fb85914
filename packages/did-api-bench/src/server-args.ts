import { parseDidFlags } from './target/flags.js';

/** Switches of the embedded server that a config can set: its flags, in the words of a config. */
export const SERVER_SWITCHES = [
  'store',
  'databaseUrl',
  'redisUrl',
  'network',
  'hashing',
  'cache',
  'queries',
  'index',
  'poolSize',
  'gzip',
  'endpointBatch',
  'imports',
  'membership',
  'apiKey',
  'tokenSecret',
  'rateLimit',
  'kdfIterations',
  'fill',
  'databaseSchema',
  'dropSchema',
] as const;

/** What the config of the embedded server may hold. */
export type ServerSwitches = Readonly<Record<string, string | number | boolean>>;

/** Command-line words of the server for a config's switches: `{poolSize: 5}` is `--pool-size 5`. Pure. */
export function serverArgs(switches: ServerSwitches): string[] {
  return Object.entries(switches).flatMap(([name, value]) => [
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value),
  ]);
}

/** What is wrong with a config's switches, in the words of the server itself; null when nothing is. */
export function switchProblem(switches: ServerSwitches): string | null {
  try {
    parseDidFlags(serverArgs(switches));
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}
