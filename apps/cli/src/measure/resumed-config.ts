import { isDeepStrictEqual } from 'node:util';
import type { Suite } from '@benchwright/load-driver';
import {
  type ConfigEntry,
  ConfigError,
  type ConfigPath,
  type ConfigSource,
  parseConfig,
  pathText,
  type RunHeader,
  removeSecrets,
} from '@benchwright/result-schema';
import { UsageError } from '../usage-error.js';
import { type ConfigInputs, environmentEntries, fileSource, quickSource } from './resolve-config.js';

/** What stands in a record in place of a secret. */
const REMOVED = '[secret]';

/**
 * The config to go on with: the recorded one. Flags and files may repeat it (typing the same command again with
 * `--resume` works) but not change it, and have to give again what was left out of the record as secret.
 *
 * @throws UsageError ERR_RESUME_CONFLICT naming what differs
 */
export async function configOfResumed(
  suite: Suite,
  header: RunHeader,
  inputs: ConfigInputs,
): Promise<unknown> {
  const secretPaths = pathsOf(header.config).filter((path) => holdsSecret(valueAt(header.config, path)));
  const isSecret = ({ path }: ConfigEntry): boolean =>
    secretPaths.some((secret) => isDeepStrictEqual([...secret], [...path]));
  const sources: ConfigSource[] = [
    { kind: 'overlay', name: 'the recorded run', value: without(header.config, secretPaths) },
    ...(await fileSource(inputs.file)),
    // The environment may have changed since without anybody meaning to change the run: only secrets are taken from it.
    { kind: 'entries', entries: environmentEntries(suite, inputs.env).filter(isSecret) },
    ...quickSource(suite, inputs.quick),
    { kind: 'entries', entries: inputs.entries },
  ];
  const parsed = parseConfig(suite.config.schema, sources);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const given: unknown = removeSecrets(parsed.value, { schema: suite.config.schema });
  const changed = pathsOf(given).filter(
    (path) => !isDeepStrictEqual(valueAt(given, path), valueAt(header.config, path)),
  );
  const missing = changed.filter((path) => holdsSecret(valueAt(header.config, path)));
  if (missing.length > 0) throw secretsMissing(missing, header);
  if (changed.length === 0) return parsed.value;
  const lines = changed.map((path) => {
    const show = (config: unknown): string => JSON.stringify(valueAt(config, path)) ?? 'not set';
    const origin = parsed.origins.originOf(path);
    return `  ${pathText(path)} is ${show(header.config)} in the run and ${show(given)} by ${origin}`;
  });
  throw new UsageError(
    `--resume goes on with the run's own settings, but\n${lines.join('\n')}`,
    'leave these out, or start a new run',
    'ERR_RESUME_CONFLICT',
  );
}

function secretsMissing(paths: readonly ConfigPath[], { command }: RunHeader): UsageError {
  const are = paths.length === 1 ? 'is' : 'are';
  return new UsageError(
    `${paths.map(pathText).join(', ')} of this run ${are} secret and not in its record`,
    `give the original flags, file or environment again: ${command.join(' ')}`,
    'ERR_RESUME_CONFLICT',
  );
}

function holdsSecret(value: unknown): boolean {
  return typeof value === 'string' && value.includes(REMOVED);
}

/** Paths of all leaves; a list is a leaf unless it holds objects. */
function pathsOf(value: unknown, path: ConfigPath = []): ConfigPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null
        ? (node as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

function without(value: unknown, paths: readonly ConfigPath[], at: ConfigPath = []): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !paths.some((path) => isDeepStrictEqual([...path], [...at, key])))
    .map(([key, inner]) => [key, without(inner, paths, [...at, key])]);
  return Object.fromEntries(entries);
}
