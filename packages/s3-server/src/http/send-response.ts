import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Readable, Stream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Response } from './s3-response.js';

/** Longer than any client that will ever read its answer goes on sending. */
const drainMs = 5000;

/**
 * Writes an answer and sees to what is left of the request's body: it is read and thrown away, since a client that is still sending
 * would get a reset in place of its answer, and the connection could not be used again.
 */
export async function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: S3Response,
  requestId: string,
): Promise<void> {
  const { status, body } = answer;
  const headers = ['x-amz-request-id', requestId, 'Server', 'Benchwright-S3', ...answer.headers];
  if (!request.complete) drain(request);
  if (body instanceof Stream) return stream(request, response, { status, headers, body });
  if (status !== 204 && status !== 304 && !hasLength(answer)) {
    headers.push('Content-Length', String(body === undefined ? 0 : Buffer.byteLength(body)));
  }
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The answer to a client that waits with `Expect: 100-continue` and was not told to go on: it sends no body. */
export function closeAfter(response: ServerResponse): void {
  response.shouldKeepAlive = false;
}

async function stream(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: { status: number; headers: string[]; body: Readable },
): Promise<void> {
  response.writeHead(status, headers);
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
    return;
  }
  // Fails when the client has gone or the disk does: the connection is then cut, which is all that can still be said.
  await pipeline(body, response).catch(() => response.destroy());
}

function hasLength({ headers }: S3Response): boolean {
  for (let at = 0; at < headers.length; at += 2) if (headers[at] === 'Content-Length') return true;
  return false;
}

function drain(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), drainMs).unref();
  request.on('close', () => clearTimeout(timer)).on('end', () => clearTimeout(timer));
  request.on('error', () => {});
  request.resume();
}
