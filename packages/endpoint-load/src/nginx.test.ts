import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countsOf, measure } from './testing/measure.js';
import { unusedUrl } from './testing/servers.js';

/** Debian: `apt-get install nginx-light`. */
const installed = spawnSync('nginx', ['-v']).status === 0;

describe.skipIf(!installed)('against nginx', () => {
  it('which closes its connections every now and then, nothing is lost', async () => {
    const url = await startNginx();
    const run = await measure({
      url: `${url}/small?{{int 1 100000}}`,
      requests: 500,
      connections: 8,
      expectStatus: '200',
      expectBody: 'from nginx',
    });
    expect(countsOf(run)).toMatchObject({ offered: 500, ok: 500, errors: {} });
    const { connectionsReopened } = run.result.cells[0]!.metrics;
    // keepalive_requests 20: at least 25 connections carried 500 requests.
    expect(connectionsReopened!.perTrial!.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(17);
  });

  it('the length of a body that varies is right: else nginx would answer 400 to what follows', async () => {
    const url = await startNginx();
    const run = await measure({
      url: `${url}/echo`,
      method: 'POST',
      body: 'n={{int 0 100000}}&u={{uuid}}',
      requests: 300,
      pipeline: 3,
      connections: 2,
    });
    expect(countsOf(run)).toMatchObject({ ok: 300, errors: {} });
  });
});

async function startNginx(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-endpoint-nginx-'));
  const url = await unusedUrl();
  const { port } = new URL(url);
  writeFileSync(join(folder, 'small'), 'from nginx\n');
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { }
http {
  access_log off; default_type text/plain;
  ${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port}; root ${folder}; keepalive_requests 20;
    location = /echo { keepalive_requests 1000000; return 204; }
  }
}
`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  onTestFinished(async () => {
    const exited = child.exitCode === null ? once(child, 'exit') : null;
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  await listening(Number(port), child);
  return url;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => setImmediate(resolve, false));
    });
    socket.destroy();
    if (up) return;
  }
}
