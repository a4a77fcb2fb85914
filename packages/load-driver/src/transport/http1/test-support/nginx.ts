import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterThisTest } from './harness.js';
import { unusedPort } from './peers.js';

/** Whether nginx can be started here (Debian: `apt-get install nginx-light`). */
export const nginxInstalled = spawnSync('nginx', ['-v']).status === 0;

/** What the nginx of the tests answers with. */
export const SMALL = 'from nginx\n';
export const LARGE_BYTES = 200_000;

/** Starts nginx on two free ports, one of them with TLS; stopped, and its files removed, after the test. */
export async function startNginx(): Promise<{ port: number; tlsPort: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-nginx-test-'));
  const tls = fileURLToPath(new URL('../testdata/tls/localhost', import.meta.url));
  const port = await unusedPort();
  const tlsPort = await unusedPort();
  writeFileSync(join(folder, 'small'), SMALL);
  writeFileSync(join(folder, 'large'), 'x'.repeat(LARGE_BYTES));
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { }
http {
  access_log off; gzip on; gzip_types text/plain; gzip_min_length 1; default_type text/plain;
  ${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port}; listen 127.0.0.1:${tlsPort} ssl;
    ssl_certificate ${tls}.crt; ssl_certificate_key ${tls}.key;
    root ${folder}; keepalive_requests 5;
    location = /empty { return 204; }
    location = /gone { return 410 "gone"; }
    location = /moved { return 301 /small; }
  }
}
`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  afterThisTest(async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'));
  }
  return { port, tlsPort };
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
