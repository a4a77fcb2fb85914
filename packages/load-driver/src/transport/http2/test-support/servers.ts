import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterThisTest } from '../../http1/test-support/harness.js';
import { unusedPort } from '../../http1/test-support/peers.js';

/** Whether the servers can be started here (Debian: `apt-get install nginx-light nghttp2-server`). */
export const nginxInstalled = spawnSync('nginx', ['-v']).status === 0;
export const nghttpdInstalled = spawnSync('nghttpd', ['--version']).status === 0;

export const SMALL = 'a small file\n';
export const LARGE_BYTES = 3_000_000;

const TLS = fileURLToPath(new URL('../../http1/testdata/tls/', import.meta.url));
/** The authority that signed the servers' certificate. */
export const ca = readFileSync(join(TLS, 'ca.crt'));
export const keyFile = join(TLS, 'localhost.key');
export const certFile = join(TLS, 'localhost.crt');

/** nginx with HTTP/2 on two ports, one of them with TLS. It closes each connection after five requests. */
export async function startNginx(): Promise<{ port: number; tlsPort: number }> {
  const folder = documents();
  const port = await unusedPort();
  const tlsPort = await unusedPort();
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { }
http {
  access_log off; default_type text/plain;
  ${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port} http2; listen 127.0.0.1:${tlsPort} ssl http2;
    ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};
    root ${folder}; keepalive_requests 5; http2_max_concurrent_streams 3;
    location = /empty { return 204; }
    location = /gone { return 410 "gone"; }
  }
}
`,
  );
  await start(folder, 'nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], port);
  return { port, tlsPort };
}

/** h2load's own server, cleartext or with TLS; uploads come back. */
export async function startNghttpd(options: readonly string[], secure = false): Promise<{ port: number }> {
  const folder = documents();
  const port = await unusedPort();
  const tls = secure ? [String(port), keyFile, certFile] : ['--no-tls', String(port)];
  await start(
    folder,
    'nghttpd',
    ['-a', '127.0.0.1', '-d', folder, '--echo-upload', ...options, ...tls],
    port,
  );
  return { port };
}

function documents(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-h2-test-'));
  writeFileSync(join(folder, 'small'), SMALL);
  writeFileSync(join(folder, 'large'), Buffer.alloc(LARGE_BYTES, 'x'));
  return folder;
}

async function start(folder: string, program: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  afterThisTest(async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => setImmediate(resolve, false));
  });
}
