/** A place text is written to: `process.stdout` is one. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Results go to stdout and nothing else does; progress, notes and errors go to stderr. */
export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

const DEFAULT_COLUMNS = 80;

/** Width of the terminal behind a stream; 80 when there is none, so that files and logs look alike everywhere. */
export function columnsOf(stream: OutputStream): number {
  const { columns } = stream;
  return stream.isTTY === true && columns !== undefined && columns > 0 ? columns : DEFAULT_COLUMNS;
}

/** Colours for a terminal that can show them. NO_COLOR (no-color.org) wins over FORCE_COLOR, which wins over what the stream is. */
export function wantsColor(stream: OutputStream, env: EnvironmentVariables): boolean {
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Whether a pipeline is at the other end: a terminal that nobody watches live. */
export function runsInCi(env: EnvironmentVariables): boolean {
  return isSet(env.CI) && env.CI !== 'false' && env.CI !== '0';
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
