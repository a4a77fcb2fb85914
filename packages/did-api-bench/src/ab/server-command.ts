import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { commandWords } from '@benchwright/endpoint-load';
import { BenchwrightError } from '@benchwright/result-schema';
import { callApi } from '../access/call.js';

/** A server that a command started. */
export interface CommandServer {
  readonly target: string;
  close(): Promise<void>;
}

const READY_MS = 60_000;
const POLL_MS = 100;
const KILL_AFTER_MS = 3000;
const KEPT_OUTPUT = 2000;

/**
 * Starts a server by a command, on a free port of 127.0.0.1, and waits until it answers GET /health with anything at all. It leads a process group of its own, which ends
 * with `close`: what the command starts in turn goes with it.
 *
 * @throws BenchwrightError ERR_SERVER_COMMAND when it ends, or does not answer within a minute, with what it printed last; ERR_COMMAND_WORDS for a command that is none
 */
export async function startServerCommand(command: string, signal: AbortSignal): Promise<CommandServer> {
  const port = await freePort();
  const [program = '', ...args] = commandWords(command.replaceAll('{port}', String(port)));
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = lastOutput(child);
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = `it could not be started: ${error.message}`;
  });
  child.once('exit', (code, by) => {
    ended = `it ended with ${by ?? `code ${code}`}`;
  });
  const target = `http://127.0.0.1:${port}`;
  try {
    const until = performance.now() + READY_MS;
    while (!(await answers(target))) {
      signal.throwIfAborted();
      if (ended !== null) throw failed(command, ended, output());
      if (performance.now() > until)
        throw failed(command, `it did not answer at ${target}/health within a minute`, output());
      await wait(POLL_MS, undefined, { signal });
    }
  } catch (error) {
    await end(child);
    throw error;
  }
  return { target, close: () => end(child) };
}

async function answers(origin: string): Promise<boolean> {
  const call = { method: 'GET', path: '/health', headers: [], body: null } as const;
  return await callApi({ origin, tls: null, timeoutNs: 1e9 }, call).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

function lastOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(-KEPT_OUTPUT);
    });
  }
  return () => text.trim();
}

function failed(command: string, why: string, output: string): BenchwrightError {
  const said = output === '' ? '' : `\n${output}`;
  return new BenchwrightError(
    'ERR_SERVER_COMMAND',
    `the server of '${command}' is not there: ${why}${said}`,
    {
      hint: 'The command must serve on the port that {port} stands for (or PORT in its environment), at 127.0.0.1.',
    },
  );
}

async function end(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone = child.exitCode !== null || child.signalCode !== null;
  const exited = gone ? Promise.resolve() : once(child, 'exit').then(() => {});
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER_MS);
  await exited;
  clearTimeout(timer);
  // Whatever of the group did not go with its leader.
  signalGroup(pid, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}
