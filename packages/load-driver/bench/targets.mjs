// Servers to aim at: nginx from a configuration made on the spot, or any command. Each runs pinned to one core.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER_CORE = '0';
/** Good for nothing but tests: its key is public. */
const CERTIFICATE = fileURLToPath(new URL('../src/transport/testdata/tls/localhost', import.meta.url));

/** 109 bytes, what the users API answers with. */
const USER =
  '{"id":42,"name":"Ada Lovelace","email":"ada@example.com","active":true,"roles":["admin","user"],"score":98.5}';

/** Whether a program can be started here. */
export const installed = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Starts `command` (with `{port}` and `{bytes}` replaced) on the server's core; resolves when it takes connections. */
export async function startCommand(command, { bytes } = {}) {
  const port = await freePort();
  const [program, ...args] = command.replaceAll('{port}', port).replaceAll('{bytes}', bytes).split(/\s+/);
  return started({ port, program, args });
}

/**
 * Starts nginx with one worker that answers every path with a body of this size. Its send buffers are kept to 256 KB: left to grow, those of
 * 50 connections are larger than the caches, and with bodies of 1 MB nginx gives out before the generator does, at a third of the rate.
 */
export async function startNginx(bodyBytes, tls = false) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-nginx-'));
  const body = bodyBytes === USER.length ? USER : 'x'.repeat(bodyBytes);
  writeFileSync(join(folder, 'body'), body);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; default_type application/json; sendfile on; open_file_cache max=8;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server {
    listen 127.0.0.1:${port} sndbuf=256k ${tls ? 'ssl' : ''};
    ${tls ? `ssl_certificate ${CERTIFICATE}.crt; ssl_certificate_key ${CERTIFICATE}.key;` : ''}
    location / { root ${folder}; try_files /body =404; }
  }
}
`,
  );
  return started({
    port,
    program: 'nginx',
    args: ['-p', folder, '-c', join(folder, 'nginx.conf')],
    scheme: tls ? 'https' : 'http',
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  });
}

async function started({ port, program, args, scheme = 'http', cleanUp = () => {} }) {
  const child = spawn('taskset', ['-c', SERVER_CORE, program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    cleanUp();
  };
  for (let attempt = 0; !(await accepts(port)); attempt++) {
    if (attempt > 100 || child.exitCode !== null) {
      await stop();
      throw new Error(`${program} does not take connections on port ${port}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // taskset replaces itself by the program, so the pid is the server's.
  return { url: `${scheme}://127.0.0.1:${port}/`, name: basename(program), pid: child.pid, stop };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
