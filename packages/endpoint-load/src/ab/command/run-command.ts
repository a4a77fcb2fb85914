import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@benchwright/load-driver';
import { endedChildrenCpu, watchPeakRss } from './child-usage.js';

/** What is printed beyond this is passed over: metrics are few. */
const MOST_OUTPUT = 4e6;
const STDERR_TAIL = 2000;
/** A program that does not end on SIGTERM is killed after this. */
const GRACE_MS = 2000;
/** Output may be held open by what the command left behind: it is not waited for longer. */
const OUTPUT_WAIT_MS = 1000;

/** A command line: words for the system, or a text for a shell. */
export interface CommandLine {
  readonly words: readonly string[];
  readonly shell: boolean;
}

/** One invocation, from before the process was made until it had ended. */
export interface Invocation {
  readonly wallNs: number;
  readonly endNs: number;
  /** Null when it ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly userCpuNs: number | null;
  readonly systemCpuNs: number | null;
  readonly maxRssBytes: number | null;
  readonly stdout: string;
  /** The end of what it wrote to stderr. */
  readonly stderr: string;
}

/**
 * Runs a command once and times it. It has a process group of its own, so that Ctrl-C comes to it through here; an aborted signal ends
 * the group. Rejects only where no process could be made.
 */
export async function runCommand(line: CommandLine, clock: Clock, abort: AbortSignal): Promise<Invocation> {
  const cpuBefore = endedChildrenCpu();
  const [file = '', ...args] = line.words;
  const startNs = clock.nowNs();
  const child = spawn(file, args, {
    shell: line.shell,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collect(child.stdout, MOST_OUTPUT, false);
  const stderr = collect(child.stderr, STDERR_TAIL, true);
  const rss = child.pid === undefined ? null : watchPeakRss(child.pid);
  const stop = stopper(child);
  const closed = closeOf(child);
  abort.addEventListener('abort', stop.now, { once: true });
  if (abort.aborted) stop.now();
  try {
    const { exitCode, signal } = await exitOf(child);
    const endNs = clock.nowNs();
    const cpu = endedChildrenCpu();
    await outputEnd(child, closed);
    return {
      wallNs: endNs - startNs,
      endNs,
      exitCode,
      signal,
      userCpuNs: cpu && cpuBefore && cpu.userNs - cpuBefore.userNs,
      systemCpuNs: cpu && cpuBefore && cpu.systemNs - cpuBefore.systemNs,
      maxRssBytes: rss?.stop() ?? null,
      stdout: stdout(),
      stderr: stderr(),
    };
  } finally {
    rss?.stop();
    stop.done();
    abort.removeEventListener('abort', stop.now);
  }
}

function exitOf(child: ChildProcess): Promise<{ exitCode: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

/** Node says it in the same turn as the exit when all output has been read by then, so the ear must be there from the start. */
function closeOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
  });
}

/** All that was printed; what still holds the pipes after a second is let go. */
async function outputEnd(child: ChildProcess, closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, OUTPUT_WAIT_MS);
  });
  await Promise.race([closed, tooLong]);
  clearTimeout(timer);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function collect(stream: NodeJS.ReadableStream, most: number, fromEnd: boolean): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (fromEnd) text = (text + chunk.toString('utf8')).slice(-most);
    else if (text.length < most) text += chunk.toString('utf8');
  });
  return () => text;
}

/** Ends the process group: first by SIGTERM, then by SIGKILL. */
function stopper(child: ChildProcess): { now: () => void; done: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const send = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It has ended meanwhile.
    }
  };
  return {
    now: () => {
      send('SIGTERM');
      timer = setTimeout(() => send('SIGKILL'), GRACE_MS);
    },
    done: () => clearTimeout(timer),
  };
}
