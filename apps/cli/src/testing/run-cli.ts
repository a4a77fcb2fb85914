import { createRealClock } from '@benchwright/load-driver';
import { main } from '../main.js';
import type { EnvironmentVariables, OutputStream } from '../output/streams.js';
import type { Registry } from '../registry/registry.js';
import { tinyRegistry } from './tiny-suite.js';

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly registry?: Registry;
  readonly env?: EnvironmentVariables;
  readonly signal?: AbortSignal;
  readonly tty?: boolean;
  /** Hears what goes to stderr as it is written. */
  readonly onStderr?: (text: string) => void;
}

/** Runs the command in this process, on streams of its own. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const stdout = new TextStream(options.tty ?? false);
  const stderr = new TextStream(options.tty ?? false, options.onStderr);
  const clock = { ...createRealClock(), wallMs: () => Date.UTC(2026, 10, 21, 1, 2, 3) };
  const code = await main(
    argv,
    options.env ?? {},
    { stdout, stderr },
    clock,
    options.signal ?? new AbortController().signal,
    options.registry ?? tinyRegistry(),
  );
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A stream that keeps what is written to it. */
export class TextStream implements OutputStream {
  text = '';
  readonly columns: number = 80;

  readonly #onWrite: (text: string) => void;

  constructor(
    readonly isTTY = false,
    onWrite: (text: string) => void = () => {},
  ) {
    this.#onWrite = onWrite;
  }

  write(text: string): void {
    this.text += text;
    this.#onWrite(text);
  }
}
