import { createServer } from 'node:net';
import { parseArgs } from 'node:util';

/**
 * The main function of a server that does nothing: it counts bytes, and for every `--request-bytes` of them writes the same
 * prepared HTTP/1.1 answer. It reads no request, so it costs as little as a server of this runtime can.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      'request-bytes': { type: 'string' },
      'body-bytes': { type: 'string', default: '0' },
      'exit-with-parent': { type: 'boolean' },
    },
  });
  const requestBytes = Number(values['request-bytes']);
  if (!(requestBytes >= 1)) throw new Error('--request-bytes must be the length of the request, 1 or more');
  const answers = answerBatches(Number(values['body-bytes']));
  const server = createServer({ noDelay: true }, (socket) => {
    let pending = 0;
    socket.on('data', (chunk) => {
      pending += chunk.length;
      const due = Math.floor(pending / requestBytes);
      if (due === 0) return;
      pending -= due * requestBytes;
      socket.write(answers(due));
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const announcement = {
      name: 'null',
      pid: process.pid,
      endpoints: { http1: `http://127.0.0.1:${port}` },
    };
    process.stdout.write(`${JSON.stringify(announcement)}\n`);
  });
  if (values['exit-with-parent']) process.stdin.resume().on('end', () => process.exit(0));
}

/** Answers to several pipelined requests go out in one write; the few lengths that occur are made once. */
function answerBatches(bodyBytes: number): (count: number) => Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${bodyBytes}\r\n\r\n`;
  const one = Buffer.concat([Buffer.from(head), Buffer.alloc(bodyBytes, 'x')]);
  const batches: Buffer[] = [Buffer.alloc(0), one];
  return (count) => {
    batches[count] ??= Buffer.concat(Array.from({ length: count }, () => one));
    return batches[count];
  };
}

main();
