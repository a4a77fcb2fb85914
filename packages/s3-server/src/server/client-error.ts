import type { Duplex } from 'node:stream';
import { S3Error } from '../errors/s3-error.js';
import { errorResponse } from '../http/error-response.js';

/** Answers what is no HTTP, or has too large a head, and closes: the parser cannot find the next request. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'RequestHeaderSectionTooLarge' : 'BadRequest';
  const body = String(errorResponse(new S3Error(code), '', '').body);
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
