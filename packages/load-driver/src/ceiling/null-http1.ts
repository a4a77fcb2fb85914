import type { Socket } from 'node:net';

/** Answers every `requestBytes` bytes with the same prepared HTTP/1.1 answer; no request is read. */
export function http1Answers(requestBytes: number, bodyBytes: number): (socket: Socket) => void {
  if (!(requestBytes >= 1)) throw new Error('--request-bytes must be the length of the request, 1 or more');
  const answers = answerBatches(bodyBytes);
  return (socket) => {
    let pending = 0;
    socket.on('data', (chunk) => {
      pending += chunk.length;
      const due = Math.floor(pending / requestBytes);
      if (due === 0) return;
      pending -= due * requestBytes;
      socket.write(answers(due));
    });
  };
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
