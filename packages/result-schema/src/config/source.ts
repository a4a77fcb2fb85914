/** Keys and list indexes from the root of the config. */
export type ConfigPath = readonly (string | number)[];

/** A value set by a flag or an environment variable. Text is read as a number or boolean where the schema wants one. */
export interface ConfigEntry {
  /** What the user sees in an error: `--requests`, `WEF_BATCH (environment)`. */
  origin: string;
  path: ConfigPath;
  value: unknown;
}

/** One place config comes from. Later sources take precedence; mappings merge, lists and scalars replace. */
export type ConfigSource =
  | { kind: 'defaults'; value: unknown }
  | { kind: 'file'; fileName: string; text: string }
  | { kind: 'overlay'; name: string; value: unknown }
  | { kind: 'entries'; entries: readonly ConfigEntry[] };

/** Where in a config file something stands; line and column count from 1. */
export interface ConfigLocation {
  fileName: string;
  line: number;
  column: number;
}

/** One thing wrong with a config, worded for the person who wrote it. */
export interface ConfigProblem {
  /** `bench.yaml:4:3`, `--requests`, the name of an overlay, or `default`. */
  origin: string;
  path: ConfigPath;
  message: string;
  /** The key or value that was probably meant. */
  suggestion?: string;
  /** Set when the origin is a file: for editors and CI annotations. */
  location?: ConfigLocation;
}

/** The provenance that a node of the config tree carries. */
export interface Origin {
  kind: ConfigSource['kind'];
  text: string;
  location?: ConfigLocation;
}

export function fileOrigin(fileName: string, position: { line: number; col: number }): Origin {
  const location = { fileName, line: position.line, column: position.col };
  return { kind: 'file', text: `${fileName}:${position.line}:${position.col}`, location };
}

export function problemFrom(
  origin: Origin,
  path: ConfigPath,
  message: string,
  suggestion?: string,
): ConfigProblem {
  return {
    origin: origin.text,
    path: [...path],
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(origin.location === undefined ? {} : { location: origin.location }),
  };
}
