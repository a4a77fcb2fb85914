import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { http1Answers } from './null-http1.js';
import { http2Answers } from './null-http2.js';

/**
 * The main function of a server that does nothing, as cheaply as this runtime can: of requests it sees no more than where they end, and
 * answers are bytes made beforehand.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      protocol: { type: 'string', default: 'http1' },
      'request-bytes': { type: 'string', default: '0' },
      'body-bytes': { type: 'string', default: '0' },
      'exit-with-parent': { type: 'boolean' },
    },
  });
  const bodyBytes = Number(values['body-bytes']);
  const { protocol } = values;
  const serve =
    protocol === 'http1'
      ? http1Answers(Number(values['request-bytes']), bodyBytes)
      : http2Answers(protocol === 'grpc' ? 'grpc' : 'http2', bodyBytes);
  const server = createServer({ noDelay: true }, (socket) => {
    serve(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const endpoints = { null: `http://127.0.0.1:${port}` };
    process.stdout.write(`${JSON.stringify({ name: 'null', pid: process.pid, endpoints })}\n`);
  });
  if (values['exit-with-parent']) process.stdin.resume().on('end', () => process.exit(0));
}

main();
