import { spawn } from 'node:child_process';

export interface CommandResult {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a command to its end, without standard input. Never rejects for an exit code; rejects when it cannot start. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, timeoutMs = 120_000 }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that running out of time ends what the command started as well.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

/** Like `runCommand`, and fails with everything the command said unless it exits with 0. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const result = await runCommand(command, args, options);
  if (result.code !== 0) {
    const said = `${result.stdout}${result.stderr}`.trim();
    throw new Error(`${[command, ...args].join(' ')} exited with ${result.code}:\n${said}`);
  }
  return result;
}

/** How to call the pnpm that runs these tests: on a fresh machine it is nowhere but where npx put it. */
export function pnpmCommand(): readonly [command: string, ...args: string[]] {
  const running = process.env.npm_execpath;
  return running !== undefined && /pnpm[^/\\]*$/.test(running) ? [process.execPath, running] : ['pnpm'];
}
