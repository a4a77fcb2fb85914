import { readProcessMemory } from './process-memory.js';

/** Often enough to catch growth of a gigabyte a second within 50 MB, and 0.1 % of a core. */
const INTERVAL_MS = 50;

/** Ends a process whose resident memory passes a limit: what stands in for a memory limit of the kernel where there is none. */
export class RssWatchdog {
  #killed = false;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number, limitBytes: number, kill: () => void) {
    this.#timer = setInterval(() => {
      const memory = readProcessMemory(pid);
      if (memory === null || memory.rssBytes <= limitBytes) return;
      this.#killed = true;
      this.stop();
      kill();
    }, INTERVAL_MS);
  }

  get hasKilled(): boolean {
    return this.#killed;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
