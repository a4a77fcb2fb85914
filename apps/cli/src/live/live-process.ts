import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { LiveEvent } from '@benchwright/report';
import { liveChildUrl } from '../live-child-url.js';
import type { FromLiveChild, ToLiveChild } from './live-messages.js';

/** 192 bits: nobody guesses that. */
const TOKEN_BYTES = 24;
/** Longer than the child waits for pages to fetch the report. */
const KILL_AFTER_MS = 6000;
/** Messages on their way at most, a quarter of a minute of samples: of a child that does not keep up, samples are left out. */
const MOST_PENDING = 64;

/** The process that serves the live page, as the one that measures sees it. */
export class LiveProcess {
  readonly #child: ChildProcess;
  readonly url: string;
  #pending = 0;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    // A page that dies must not take the run with it; what is sent to it then goes nowhere.
    child.on('error', () => {});
  }

  /** Starts it: some 100 ms, before anything is measured. Rejects with what kept it from listening. */
  static async start(): Promise<LiveProcess> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const child = fork(liveChildUrl, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.send({ type: 'start', token } satisfies ToLiveChild);
    const gone = once(child, 'exit').then(([code]): FromLiveChild => {
      return { type: 'failed', message: `its process ended with ${code}` };
    });
    const told = once(child, 'message').then(([message]) => message as FromLiveChild);
    const answer = await Promise.race([told, gone]);
    if (answer.type === 'failed') throw new Error(answer.message);
    return new LiveProcess(child, `http://127.0.0.1:${answer.port}/${token}/`);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Passes an event on: an append to a pipe. Never throws and never waits. */
  tell(event: LiveEvent): void {
    if (event.type === 'sample' && this.#pending >= MOST_PENDING) return;
    this.#send({ type: 'event', event });
  }

  finish(html: string): void {
    this.#send({ type: 'report', html });
  }

  /** Resolves when the process is gone. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    this.#send({ type: 'close' });
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await gone;
    clearTimeout(timer);
  }

  #send(message: ToLiveChild): void {
    if (!this.#child.connected) return;
    this.#pending++;
    this.#child.send(message, () => {
      this.#pending--;
    });
  }
}
