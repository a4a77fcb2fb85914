// A target that behaves as its query asks: ?delay=ms answers that late, ?slower=ms later by that much per second of its life so far,
// ?errors=n answers every n-th request with 503.
import { createServer } from 'node:http';

let beganMs = 0;
let requests = 0;
const server = createServer((request, response) => {
  const query = new URL(request.url, 'http://target').searchParams;
  beganMs ||= performance.now();
  requests++;
  const seconds = (performance.now() - beganMs) / 1000;
  const delayMs = Number(query.get('delay') ?? 0) + Number(query.get('slower') ?? 0) * seconds;
  const errors = Number(query.get('errors') ?? 0);
  response.statusCode = errors > 0 && requests % errors === 0 ? 503 : 200;
  if (delayMs > 0) setTimeout(() => response.end('ok'), delayMs);
  else response.end('ok');
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const endpoints = { http: `http://127.0.0.1:${port}` };
  process.stdout.write(`${JSON.stringify({ name: 'moody', pid: process.pid, endpoints })}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
