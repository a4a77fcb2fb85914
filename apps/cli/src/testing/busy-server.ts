import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, busy by itself, with a histogram at /metrics. */
export interface BusyServer {
  readonly pid: number;
  readonly port: number;
  /** Ends it at once. */
  kill(): Promise<void>;
}

const SOURCE = `
  import { createServer } from 'node:http';
  process.stdin.on('close', () => process.exit()).resume();
  let count = 0;
  function burnCycles() { let x = 0; for (let i = 0; i < 1e6; i++) x = (x * 31 + i) % 1000003; return x; }
  setInterval(burnCycles, 10);
  const server = createServer((request, response) => {
    count++;
    const name = 'http_request_duration_seconds';
    response.end(name + '_bucket{le="0.01"} ' + count + '\\n' + name + '_bucket{le="+Inf"} ' + count + '\\n' + name + '_sum ' + count * 0.004 + '\\n' + name + '_count ' + count + '\\n');
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Starts one. It ends with this process at the latest: the pipe that is its stdin closes then. */
export async function startBusyServer(): Promise<BusyServer> {
  const args = ['--inspect-port=0', '--input-type=module', '-e', SOURCE];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const [line] = await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, port: Number(String(line)), kill };
}
