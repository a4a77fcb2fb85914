import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A Redis in memory, with a password, for as long as a measurement takes. */
export async function startRedis({ host = '127.0.0.1', port, password, prefix = [] }) {
  const where = ['--port', String(port), '--bind', host, '--requirepass', password];
  const what = ['--save', '', '--appendonly', 'no', '--maxclients', '20000'];
  const [command, ...args] = [...prefix, 'redis-server', ...where, ...what];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`redis-server did not start: ${said}`)));
  });
  return {
    url: `redis://:${password}@${host}:${port}`,
    close: async () => {
      const gone = once(child, 'exit');
      kill();
      process.off('exit', kill);
      await gone;
    },
  };
}
