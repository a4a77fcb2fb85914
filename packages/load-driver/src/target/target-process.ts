import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BenchwrightError } from '@benchwright/result-schema';

/** What a target prints, as one JSON line on stdout, when it is ready. */
export interface TargetAnnouncement {
  readonly name: string;
  readonly pid: number;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly credentials?: Readonly<Record<string, string>>;
}

export interface TargetProcess extends TargetAnnouncement {
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it: SIGTERM, and SIGKILL if it does not go within two seconds. Resolves when it is gone. */
  close(): Promise<void>;
}

export interface TargetProcessOptions {
  /** The script to run with this Node. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly readyTimeoutMs?: number;
}

const KILL_AFTER_MS = 2000;

/** The embedded target did not come up. */
export class TargetStartError extends BenchwrightError {
  constructor(entry: string, detail: string) {
    super('ERR_TARGET_START', `the embedded target ${entry} did not start: ${detail}`, {
      hint: 'Start it by hand to see more: benchwright targets start <name>',
    });
  }
}

/**
 * Starts a reference server in a process of its own and waits for its announcement. The child is given
 * `--exit-with-parent` and a pipe as stdin that closes when this process goes, so that even `kill -9` leaves no orphan.
 *
 * @throws TargetStartError with what the child wrote on stderr
 */
export async function startTargetProcess(options: TargetProcessOptions): Promise<TargetProcess> {
  const child = spawn(process.execPath, [options.entry, ...(options.args ?? []), '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // Ctrl-C reaches the whole foreground group: the target must outlive it until the trial has ended.
    detached: true,
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    const announcement = await announcementOf(child, options);
    return { ...announcement, exited, close: () => endProcess(child, exited) };
  } catch (error) {
    await endProcess(child, exited);
    throw error;
  }
}

function announcementOf(child: ChildProcess, options: TargetProcessOptions): Promise<TargetAnnouncement> {
  const { entry, readyTimeoutMs = 20_000 } = options;
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4096);
    });
    const timer = setTimeout(() => fail(`nothing announced within ${readyTimeoutMs} ms`), readyTimeoutMs);
    const fail = (detail: string): void => {
      clearTimeout(timer);
      reject(new TargetStartError(entry, [detail, stderr.trim()].filter(Boolean).join(': ')));
    };
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
    const lines = createInterface({ input: child.stdout! });
    lines.once('line', (line) => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(line) as TargetAnnouncement);
      } catch {
        fail(`it printed ${JSON.stringify(line.slice(0, 200))} instead of its endpoints as JSON`);
      }
    });
  });
}

async function endProcess(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await exited;
    clearTimeout(timer);
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
}
