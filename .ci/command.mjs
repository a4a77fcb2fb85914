import { spawn } from 'node:child_process';

/**
 * @typedef {{ code: number | null, output: string, timedOut: boolean, seconds: number }} CommandResult
 */

/**
 * Runs a command in a process group of its own and gathers what it says; `echo` also passes it on at once. When its time
 * is over the whole group is ended, and nothing else.
 *
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs: number, echo: boolean }} options
 * @returns {Promise<CommandResult>}
 */
export function runCommand([program = '', ...args], { cwd, env, timeoutMs, echo }) {
  const began = performance.now();
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    /** @param {string} chunk */
    const take = (chunk) => {
      output += chunk;
      if (echo) process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    /** @param {number | null} code */
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code, output, timedOut, seconds: (performance.now() - began) / 1000 });
    };
    child.on('error', (error) => {
      take(`${error.message}\n`);
      end(null);
    });
    child.on('close', end);
  });
}
