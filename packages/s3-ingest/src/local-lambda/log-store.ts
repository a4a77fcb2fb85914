import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalLogEvent } from './function-definition.js';

/** The logs of all functions in a folder: one NDJSON file each. Events that come while a write is under way go with the next. */
export class LogStore {
  readonly #folder: string;
  readonly #files = new Map<string, LogFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
  }

  append(functionName: string, event: LocalLogEvent): void {
    this.#fileOf(functionName).append(event);
  }

  /** Resolves when everything appended so far is in the file. */
  async flush(functionName: string): Promise<void> {
    await this.#files.get(functionName)?.flush();
  }

  async flushAll(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.flush()));
  }

  async read(functionName: string): Promise<LocalLogEvent[]> {
    await this.flush(functionName);
    return readFunctionLog(this.#folder, functionName);
  }

  #fileOf(functionName: string): LogFile {
    const found = this.#files.get(functionName);
    if (found !== undefined) return found;
    const made = new LogFile(logPath(this.#folder, functionName));
    this.#files.set(functionName, made);
    return made;
  }
}

class LogFile {
  readonly #path: string;
  #waiting: string[] = [];
  #writing: Promise<void> | null = null;
  #failure: Error | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  append(event: LocalLogEvent): void {
    this.#waiting.push(JSON.stringify(event));
    this.#writing ??= this.#write();
  }

  /** @throws what the file system said, of this write or an earlier one: lines are missing then */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting;
        this.#waiting = [];
        await appendFile(this.#path, `${lines.join('\n')}\n`);
      }
    } catch (error) {
      this.#failure = error as Error;
    } finally {
      this.#writing = null;
    }
  }
}

/** What a function of a local Lambda logged, oldest first, from the folder that it was given; empty for one that never ran. */
export async function readFunctionLog(folder: string, functionName: string): Promise<LocalLogEvent[]> {
  let text: string;
  try {
    text = await readFile(logPath(folder, functionName), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  // A platform that was killed may have left half a line at the end.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LocalLogEvent);
}

function logPath(folder: string, functionName: string): string {
  return join(folder, `${functionName}.ndjson`);
}
