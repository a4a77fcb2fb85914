import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads `add <pid>` and `drop <pid>` until its stdin ends, which it does however the platform dies; then kills the process groups that were not
 * dropped and removes the control groups below the folders it was given. A shell, because it has to be small and to outlive `kill -9`.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=
while read -r op pid; do
  kept=
  for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done
  pids=$kept
  [ "$op" = drop ] || pids="$pids $pid"
done
for each in $pids; do kill -s KILL -- "-$each" 2>/dev/null; done
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  left=
  for folder in "$@"; do
    rmdir "$folder"/*/ 2>/dev/null
    [ ! -d "$folder" ] || rmdir "$folder" 2>/dev/null || left=yes
  done
  [ -n "$left" ] || exit 0
  sleep 0.1
done
`;

/** Cleans up after a platform that had no chance to. Environments notice its death by themselves, unless their handler never yields. */
export class Janitor {
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #exited: Promise<void>;

  constructor(groupFolders: readonly string[]) {
    this.#child = spawn('/bin/sh', ['-c', SCRIPT, 'janitor', ...groupFolders], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#stdin = this.#child.stdin!;
    // Without a shell there is no janitor: environments then end by their channel alone.
    this.#stdin.on('error', () => {});
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
  }

  add(pid: number): void {
    this.#stdin.write(`add ${pid}\n`);
  }

  drop(pid: number): void {
    this.#stdin.write(`drop ${pid}\n`);
  }

  async close(): Promise<void> {
    this.#stdin.end();
    await this.#exited;
  }
}
