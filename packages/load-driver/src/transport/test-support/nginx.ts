import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unusedPort } from './peer.js';
import { folderOf, installed, startProgram } from './server-program.js';
import { certFile, keyFile } from './tls-files.js';

/** Whether nginx can be started here (Debian: `apt-get install nginx-light`). */
export const nginxInstalled = installed('nginx', '-v');

/** What a test wants of its nginx. */
export interface NginxSetup {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Follows each `listen`, as `http2` does. */
  readonly listen?: string;
  /** Directives of the http and of the server block. */
  readonly http?: string;
  readonly server?: string;
}

/**
 * Starts nginx on two free ports, one of them with TLS. It serves the files, answers 204 to /empty, 410 to /gone and 301
 * to /moved, and closes each connection after five requests.
 */
export async function startNginx(setup: NginxSetup): Promise<{ port: number; tlsPort: number }> {
  const { files, listen = '', http = '', server = '' } = setup;
  const folder = folderOf(files);
  const port = await unusedPort();
  const tlsPort = await unusedPort();
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { }
http {
  access_log off; default_type text/plain; ${http}
  ${scratch.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port} ${listen}; listen 127.0.0.1:${tlsPort} ssl ${listen};
    ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};
    root ${folder}; keepalive_requests 5; ${server}
    location = /empty { return 204; }
    location = /gone { return 410 "gone"; }
    location = /moved { return 301 /small; }
  }
}
`,
  );
  await startProgram('nginx', ['-p', folder, '-c', config], port);
  return { port, tlsPort };
}
