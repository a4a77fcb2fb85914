// A target that behaves as its query asks: ?delay=ms answers that late, ?slower=ms later by that much for every 50 requests so far (its own count: time
// in which others held it up does not make it slower),
// ?errors=n answers every n-th request with 503.
import { createServer } from 'node:http';

let requests = 0;
let slowed = 0;
const server = createServer((request, response) => {
  const query = new URL(request.url, 'http://target').searchParams;
  requests++;
  const slower = Number(query.get('slower') ?? 0);
  slowed = slower > 0 ? slowed + 1 : 0;
  const delayMs = Number(query.get('delay') ?? 0) + (slower * slowed) / 50;
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
