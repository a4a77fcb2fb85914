import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ProfilerError } from '../profiler-error.js';

/** A profiler that is installed beside this program, if it is. */
export interface ProfilingTool {
  readonly name: 'py-spy' | 'perf';
  /** How to get it. */
  readonly install: string;
  /** What to do when it may not look into the process. */
  readonly permission: string;
}

export const PY_SPY: ProfilingTool = {
  name: 'py-spy',
  install: 'pip install py-spy, or profile the interpreter itself: --with perf',
  permission: 'run this as root, or give py-spy the capability SYS_PTRACE (in Docker: --cap-add SYS_PTRACE)',
};

export const PERF: ProfilingTool = {
  name: 'perf',
  install: 'apt-get install linux-perf (Debian) or linux-tools-generic (Ubuntu); Linux only',
  permission: 'run this as root, or allow it: sysctl kernel.perf_event_paranoid=1',
};

/** Where a tool lies on the PATH. @throws ProfilerError ERR_PROFILER_MISSING */
export async function locateTool({ name, install }: ProfilingTool, path: string): Promise<string> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  throw new ProfilerError('ERR_PROFILER_MISSING', `${name} is not installed`, install);
}

/** What a finished tool left. */
interface ToolRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs a tool to its end; an abort interrupts it as Ctrl-C would, upon which it writes what it has. */
export function runTool(file: string, args: readonly string[], signal: AbortSignal): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C at a terminal reaches it once, by the signal below.
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-8192);
    });
    const interrupt = (): void => {
      child.kill('SIGINT');
    };
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    child.once('error', (error) => {
      signal.removeEventListener('abort', interrupt);
      reject(error);
    });
    child.once('close', (code) => {
      signal.removeEventListener('abort', interrupt);
      resolve({ stdout, stderr, code });
    });
  });
}

/** Why a tool could not profile a process, in its own words. */
export function attachError(tool: ProfilingTool, pid: number, stderr: string): ProfilerError {
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 4)
    .join(' ');
  const isDenied = /permi|denied|paranoid|EPERM|not permitted|root/i.test(stderr);
  return new ProfilerError(
    'ERR_PROFILER_ATTACH',
    `${tool.name} could not profile process ${pid}: ${said === '' ? 'it recorded nothing' : said}`,
    isDenied ? tool.permission : 'is the process still there, and does it do anything?',
  );
}
