import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Enforcement, FunctionDefinition } from '../function-definition.js';
import { Deferred } from './deferred.js';
import { LogLines } from './log-lines.js';
import { readProcessMemory } from './process-memory.js';
import { endMark, type FromEnvironment, type FunctionErrorPayload, type ToEnvironment } from './protocol.js';
import { RssWatchdog } from './rss-watchdog.js';
import { type SpawnedEnvironment, type SpawnOptions, spawnEnvironment } from './spawn-environment.js';

/** How the process of an environment ended. */
export interface EnvironmentExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly outOfMemory: boolean;
}

/** How starting it went. */
export type InitEnd =
  | { readonly kind: 'ready'; readonly initNs: number }
  | { readonly kind: 'failed'; readonly error: FunctionErrorPayload; readonly initNs: number }
  | { readonly kind: 'timeout'; readonly initNs: number }
  | { readonly kind: 'exit'; readonly exit: EnvironmentExit; readonly initNs: number };

/** How one event went. After `timeout` and `exit` the environment is gone. */
export type EventEnd =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionErrorPayload }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'exit'; readonly exit: EnvironmentExit };

export type InvokeMessage = Omit<Extract<ToEnvironment, { type: 'invoke' }>, 'type'>;

export interface EnvironmentOptions extends SpawnOptions {
  readonly logStreamName: string;
  readonly onLine: (line: string) => void;
}

/** One execution environment: a process that has loaded the handler and takes one event at a time. */
export class ExecutionEnvironment {
  readonly definition: FunctionDefinition;
  readonly logStreamName: string;
  readonly enforcement: Enforcement;
  readonly pid: number | undefined;
  /** Resolves when the process is gone, its pipes are read to the end and its group is removed. */
  readonly exited: Promise<EnvironmentExit>;
  readonly #spawned: SpawnedEnvironment;
  readonly #startedAt = process.hrtime.bigint();
  readonly #watchdog: RssWatchdog | null;
  #answer = new Deferred<FromEnvironment>();
  #marks = new Marks();
  #peakRssBytes = 0;

  constructor(options: EnvironmentOptions) {
    this.definition = options.definition;
    this.logStreamName = options.logStreamName;
    this.#spawned = spawnEnvironment(options);
    this.enforcement = this.#spawned.enforcement;
    this.pid = this.#spawned.child.pid;
    const limitBytes = options.definition.memoryMb * 1_048_576;
    const watched = this.enforcement.memory === 'rss-watchdog' && this.pid !== undefined;
    this.#watchdog = watched ? new RssWatchdog(this.pid!, limitBytes, () => this.#killGroup()) : null;
    this.exited = this.#watchExit();
    const nonce = randomBytes(12).toString('hex');
    this.#readLogs(endMark(nonce), options.onLine);
    this.#readChannel();
    const { handlerFile, handlerExport = 'handler' } = options.definition;
    this.#send({ type: 'init', handlerFile, handlerExport, nonce });
  }

  /** Highest resident memory so far, in bytes. */
  get peakRssBytes(): number {
    return this.#peakRssBytes;
  }

  /** Waits until the handler is loaded. Whatever else than `ready` comes back, the environment is gone. */
  async init(timeoutMs: number): Promise<InitEnd> {
    const end = await this.#next(timeoutMs);
    const initNs = Number(process.hrtime.bigint() - this.#startedAt);
    if (end === 'timeout') {
      await this.kill();
      return { kind: 'timeout', initNs };
    }
    if ('exit' in end) return { kind: 'exit', exit: end.exit, initNs };
    if (end.answer.type === 'init-failed') {
      await this.kill();
      return { kind: 'failed', error: end.answer.error, initNs };
    }
    return { kind: 'ready', initNs };
  }

  /** Lets the handler take one event. */
  async handle(message: InvokeMessage, timeoutMs: number): Promise<EventEnd> {
    this.#answer = new Deferred();
    this.#marks = new Marks();
    this.#send({ type: 'invoke', ...message });
    const end = await this.#next(timeoutMs);
    if (end === 'timeout') {
      this.#readPeak();
      await this.kill();
      return { kind: 'timeout' };
    }
    if ('exit' in end) return { kind: 'exit', exit: end.exit };
    // The answer overtakes the log, which comes by other pipes: wait for the marks, or for a function that closed its stdout to be gone.
    await Promise.race([this.#marks.both, this.exited]);
    const { answer } = end;
    if (answer.type !== 'result' && answer.type !== 'error')
      return { kind: 'exit', exit: await this.#killed() };
    this.#peakRssBytes = Math.max(this.#peakRssBytes, answer.maxRssBytes);
    return answer.type === 'result'
      ? { kind: 'result', payload: answer.payload }
      : { kind: 'error', error: answer.error };
  }

  /** Ends the process and all that it started. Resolves when nothing of it is left. */
  async kill(): Promise<void> {
    this.#killGroup();
    await this.exited;
  }

  async #killed(): Promise<EnvironmentExit> {
    await this.kill();
    return this.exited;
  }

  #send(message: ToEnvironment): void {
    this.#spawned.channel.write(`${JSON.stringify(message)}\n`);
  }

  async #next(
    timeoutMs: number,
  ): Promise<{ answer: FromEnvironment } | { exit: EnvironmentExit } | 'timeout'> {
    const timeout = new Deferred<'timeout'>();
    const timer = setTimeout(() => timeout.resolve('timeout'), timeoutMs);
    try {
      return await Promise.race([
        this.#answer.promise.then((answer) => ({ answer })),
        this.exited.then((exit) => ({ exit })),
        timeout.promise,
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  #readChannel(): void {
    const { channel } = this.#spawned;
    // A write to an environment that has just died, or unread bytes when it is killed: its exit says what happened. The reader of lines
    // repeats the channel's errors as its own, and would end this process with them.
    const ignore = (): void => {};
    channel.on('error', ignore);
    createInterface({ input: channel })
      .on('error', ignore)
      .on('line', (line) => this.#answer.resolve(JSON.parse(line) as FromEnvironment));
  }

  #readLogs(mark: string, onLine: (line: string) => void): void {
    for (const pipe of ['stdout', 'stderr'] as const) {
      const lines = new LogLines(mark, { onLine, onMark: () => this.#marks.take(pipe) });
      this.#spawned[pipe].on('data', (chunk: Buffer) => lines.push(chunk)).on('end', () => lines.flush());
    }
  }

  #watchExit(): Promise<EnvironmentExit> {
    const { child, group } = this.#spawned;
    return new Promise((resolve) => {
      const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
        // Grandchildren that outlive the handler's process would keep the group, its pipes and its port.
        this.#killGroup();
        this.#watchdog?.stop();
        const outOfMemory = (group?.wasOutOfMemory() ?? false) || this.#watchdog?.hasKilled === true;
        this.#peakRssBytes ||= group?.peakBytes() ?? 0;
        group?.remove();
        resolve({ code, signal, outOfMemory });
      };
      child.once('close', ended);
      child.once('error', () => ended(null, null));
    });
  }

  #readPeak(): void {
    const memory = this.pid === undefined ? null : readProcessMemory(this.pid);
    if (memory !== null) this.#peakRssBytes = Math.max(this.#peakRssBytes, memory.peakRssBytes);
  }

  #killGroup(): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  }
}

/** The marks that an invocation leaves on both pipes. */
class Marks {
  readonly #stdout = new Deferred<void>();
  readonly #stderr = new Deferred<void>();
  readonly both = Promise.all([this.#stdout.promise, this.#stderr.promise]);

  take(pipe: 'stdout' | 'stderr'): void {
    (pipe === 'stdout' ? this.#stdout : this.#stderr).resolve();
  }
}
