import { readFile } from 'node:fs/promises';
import type { Suite } from '@benchwright/load-driver';
import {
  type ConfigEntry,
  ConfigError,
  type ConfigOrigins,
  type ConfigSource,
  parseConfig,
} from '@benchwright/result-schema';
import type { EnvironmentVariables } from '../output/streams.js';
import { UsageError } from '../usage-error.js';

/** Where a config may come from, as the command line names it. */
export interface ConfigInputs {
  readonly file: string | undefined;
  /** What the command itself stands for, such as `wef sustained`: above the file, below the environment. */
  readonly preset?: { readonly name: string; readonly value: Readonly<Record<string, unknown>> } | undefined;
  readonly quick: boolean;
  /** What flags and `--set` say, in the order in which they take precedence. */
  readonly entries: readonly ConfigEntry[];
  readonly env: EnvironmentVariables;
}

export interface ResolvedConfig {
  readonly value: unknown;
  readonly origins: ConfigOrigins;
}

/**
 * The suite's config from all its sources. What is typed in the command wins: single flags, then `--quick`, then the
 * environment, then the file, then the defaults. (`--quick` above the file: `init` writes every field, so below it
 * `--quick` would change nothing.)
 *
 * @throws ConfigError with every problem of every source; UsageError when the file cannot be read
 */
export async function resolveConfig(suite: Suite, inputs: ConfigInputs): Promise<ResolvedConfig> {
  const parsed = parseConfig(suite.config.schema, [
    ...(await fileSource(inputs.file)),
    ...(inputs.preset === undefined ? [] : [{ kind: 'overlay' as const, ...inputs.preset }]),
    { kind: 'entries', entries: environmentEntries(suite, inputs.env) },
    ...quickSource(suite, inputs.quick),
    { kind: 'entries', entries: inputs.entries },
  ]);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed;
}

/** The file as a source, if one was named. */
export async function fileSource(fileName: string | undefined): Promise<ConfigSource[]> {
  if (fileName === undefined) return [];
  try {
    return [{ kind: 'file', fileName, text: await readFile(fileName, 'utf8') }];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the config file ${fileName}`, why, 'ERR_NOT_READABLE');
  }
}

/** `--quick` as a source. */
export function quickSource(suite: Suite, quick: boolean): ConfigSource[] {
  return quick ? [{ kind: 'overlay', name: '--quick', value: suite.quick }] : [];
}

/** The environment variables that a suite listens to, where they are set. */
export function environmentEntries(suite: Suite, env: EnvironmentVariables): ConfigEntry[] {
  return Object.entries(suite.config.environment).flatMap(([name, path]) => {
    const value = env[name];
    return value === undefined || value === '' ? [] : [{ origin: `${name} (environment)`, path, value }];
  });
}
