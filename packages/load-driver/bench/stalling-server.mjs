// A server that answers at once, except that it stops altogether for a while, once: everybody's requests wait, as in a long
// garbage collection. PORT STALL_AT_SECONDS STALL_MS [tls]; the time counts from the first request.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const [port, stallAtSeconds, stallMs, scheme] = process.argv.slice(2);
const certificate = new URL('../src/transport/testdata/tls/localhost', import.meta.url);
const secure = () => ({
  cert: readFileSync(new URL(`${certificate}.crt`)),
  key: readFileSync(new URL(`${certificate}.key`)),
});
const asleep = new Int32Array(new SharedArrayBuffer(4));
let stallsAtMs = null;

function answer(_request, response) {
  stallsAtMs ??= performance.now() + Number(stallAtSeconds) * 1000;
  if (performance.now() >= stallsAtMs) {
    stallsAtMs = Number.POSITIVE_INFINITY;
    Atomics.wait(asleep, 0, 0, Number(stallMs));
  }
  response.setHeader('content-length', 2);
  response.end('ok');
}

const server = scheme === 'tls' ? createTlsServer(secure(), answer) : createServer(answer);
server.keepAliveTimeout = 0;
server.listen(Number(port), '127.0.0.1');
