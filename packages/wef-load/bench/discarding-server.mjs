// Takes batches and throws them away: reads Content-Length, counts the body's bytes, answers OK. Prints its address as JSON, ends with stdin.
import { createServer } from 'node:net';

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK');
const HEAD_END = Buffer.from('\r\n\r\n');

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let left = 0;
  let head = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const bytes = head.length === 0 ? chunk.subarray(at) : Buffer.concat([head, chunk.subarray(at)]);
        const end = bytes.indexOf(HEAD_END);
        if (end < 0) {
          head = Buffer.from(bytes);
          return;
        }
        left = Number(/content-length: (\d+)/i.exec(bytes.latin1Slice(0, end))[1]);
        at += end + HEAD_END.length - head.length;
        head = Buffer.alloc(0);
      }
      const taken = Math.min(left, chunk.length - at);
      left -= taken;
      at += taken;
      if (left === 0) socket.write(ANSWER);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify(server.address())));
process.stdin.on('end', () => process.exit()).resume();
