import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type CommandResult, runCommand } from '../workspace/run-command.js';
import { workspaceRoot } from '../workspace/tree.js';

export const program = join(workspaceRoot, 'node_modules', '.bin', 'benchwright');

const env = { ...process.env, CI: '1', NO_COLOR: '1', NODE_OPTIONS: '' };

/** Runs the built command to its end. */
export function benchwright(args: readonly string[], cwd: string): Promise<CommandResult> {
  return runCommand(program, args, { cwd, env });
}

/** The built command while it runs. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Resolves with the match when stdout or stderr shows the pattern; rejects when the command ends without. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<CommandResult & { readonly signal: NodeJS.Signals | null }>;
}

/** Starts the built command, to do something to it while it runs. */
export function startBenchwright(
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const look of watchers) look();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    for (const look of watchers) look();
  });
  const ended = new Promise<CommandResult & { signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  const shows = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null) return;
        watchers.delete(look);
        resolve(match);
      };
      watchers.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without showing ${pattern}:\n${stdout}${stderr}`)));
    });
  return { child, shows, ended };
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-e2e-'));
  folders.push(folder);
  return folder;
}

/** Resolves when nothing listens on a port of this machine any more; the test's own time limit bounds the wait. */
export async function gone(port: number): Promise<void> {
  while (await listens(port)) await new Promise((resolve) => setImmediate(resolve));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The ports of the servers that a run says it started. */
export function portsIn(stderr: string): number[] {
  const line = /^target: .*$/m.exec(stderr)?.[0] ?? '';
  return [...line.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
}
