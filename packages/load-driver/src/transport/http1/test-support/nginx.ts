import { startNginx } from '../../test-support/nginx.js';

/** What the nginx of the tests answers with. */
export const SMALL = 'from nginx\n';
export const LARGE_BYTES = 200_000;

/** nginx that compresses when asked to. */
export function startHttp1Nginx(): Promise<{ port: number; tlsPort: number }> {
  return startNginx({
    files: { small: SMALL, large: 'x'.repeat(LARGE_BYTES) },
    http: 'gzip on; gzip_types text/plain; gzip_min_length 1;',
  });
}
