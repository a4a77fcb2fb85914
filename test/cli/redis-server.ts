import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether Debian's redis-server is there. */
export const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

export interface RedisProcess {
  readonly url: string;
  /** As a crash would, and up again with nothing in it. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis in memory, at a free port of this machine. */
export function startRedis(): Promise<RedisProcess> {
  return startRedisBy((port) => ({
    command: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    env: process.env,
  }));
}

/** How a Redis is started that is to listen at a port. */
export interface RedisCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A Redis that is started by a command of one's own, at a free port of this machine. */
export async function startRedisBy(commandOf: (port: number) => RedisCommand): Promise<RedisProcess> {
  const port = await freePort();
  const command = commandOf(port);
  let server = await start(command);
  const kill = async (): Promise<void> => {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await kill();
      server = await start(command);
    },
    close: kill,
  };
}

async function start({ command, args, env }: RedisCommand): Promise<ChildProcess> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`redis-server did not start: ${said}`)));
  });
  return child;
}

/** Below the ports of outgoing connections: a client that tries a port nobody listens at may be connected to itself, and hold it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(16_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!(await free)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
