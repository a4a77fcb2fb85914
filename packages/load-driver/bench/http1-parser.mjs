// What reading one answer costs, without sockets. The ratio between heads that repeat and heads that do not is what
// recalling them buys (src/transport/http1/head-memo.ts). The parser is not exported, so it is built for itself first:
//   pnpm exec tsup --entry.parser src/transport/http1/response-parser.ts --format esm --no-dts --no-clean --out-dir /tmp/parser
//   node bench/http1-parser.mjs /tmp/parser/parser.js
import { pathToFileURL } from 'node:url';

const { ResponseParser } = await import(pathToFileURL(process.argv[2]).href);
const ANSWERS = 1000;
const ROUNDS = 60;
const body = 'x'.repeat(109);
const short = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\n';
const nginx =
  'HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nContent-Type: application/json\r\n' +
  'Last-Modified: Sat, 21 Nov 2026 12:00:00 GMT\r\nConnection: keep-alive\r\nETag: "65a1-6d"\r\nAccept-Ranges: bytes\r\n';

/** Nanoseconds per answer, the best of many rounds: what disturbs a round can only make it slower. */
function cost(headOf) {
  const reads = Array.from({ length: ANSWERS }, (_, i) =>
    Buffer.from(`${headOf(i)}Content-Length: 109\r\n\r\n${body}`),
  );
  const shared = Buffer.alloc(65_536);
  const parser = new ResponseParser();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (const read of reads) {
      shared.set(read);
      parser.parse(shared, 0, read.length, false);
      if (!parser.complete) throw new Error('the answer was not read whole');
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / ANSWERS);
  }
  return best;
}

for (const [title, head] of Object.entries({ 'short heads': short, 'heads as of nginx': nginx })) {
  const same = cost(() => head);
  const different = cost((i) => `${head}X-Id: ${String(i).padStart(4, '0')}\r\n`);
  console.log(
    `${title}: ${same.toFixed(0)} ns per answer when they repeat, ${different.toFixed(0)} when they do not ` +
      `(ratio ${(different / same).toFixed(1)}; copying the read into the buffer included)`,
  );
}
