import { startNginx } from '../../test-support/nginx.js';
import { unusedPort } from '../../test-support/peer.js';
import { folderOf, installed, startProgram } from '../../test-support/server-program.js';
import { certFile, keyFile } from '../../test-support/tls-files.js';

/** Whether h2load's own server can be started here (Debian: `apt-get install nghttp2-server`). */
export const nghttpdInstalled = installed('nghttpd', '--version');

export const SMALL = 'a small file\n';
export const LARGE_BYTES = 3_000_000;
const FILES = { small: SMALL, large: Buffer.alloc(LARGE_BYTES, 'x') };

/** nginx with HTTP/2 and few streams. */
export function startHttp2Nginx(): Promise<{ port: number; tlsPort: number }> {
  return startNginx({ files: FILES, listen: 'http2', server: 'http2_max_concurrent_streams 3;' });
}

/** h2load's own server, cleartext or with TLS; uploads come back. */
export async function startNghttpd(options: readonly string[], secure = false): Promise<{ port: number }> {
  const port = await unusedPort();
  const tls = secure ? [String(port), keyFile, certFile] : ['--no-tls', String(port)];
  const documents = ['-a', '127.0.0.1', '-d', folderOf(FILES), '--echo-upload'];
  await startProgram('nghttpd', [...documents, ...options, ...tls], port);
  return { port };
}
