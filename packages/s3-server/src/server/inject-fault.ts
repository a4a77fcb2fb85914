import type { ServerResponse } from 'node:http';
import { Readable, Stream } from 'node:stream';
import { S3Error } from '../errors/s3-error.js';
import { BandwidthPacer, throttle } from '../fault/bandwidth.js';
import type { Faults } from '../fault/faults.js';
import type { S3Response } from '../http/s3-response.js';

/** The connection is to be cut with a TCP reset. */
export class InjectedResetError extends Error {
  override readonly name = 'InjectedResetError';
}

/**
 * Lets a request meet the faults that are planned for it: a delay, then an error (thrown), or a line of limited bandwidth (returned).
 * The delay ends early when the client goes away, for there is nobody left to keep waiting.
 */
export async function injectFault(
  faults: Faults,
  operation: string,
  response: ServerResponse,
): Promise<BandwidthPacer | undefined> {
  const { delayMs, error, bytesPerSec } = faults.next(operation);
  if (delayMs > 0) {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await faults.clock.sleep(delayMs, gone.signal);
  }
  if (error === 'reset') throw new InjectedResetError();
  if (error !== undefined) throw new S3Error(error);
  return bytesPerSec === undefined ? undefined : new BandwidthPacer(bytesPerSec, faults.clock);
}

/** An answer whose body goes over a line of limited bandwidth. */
export function overLine(answer: S3Response, pacer: BandwidthPacer | undefined): S3Response {
  const { body, headers } = answer;
  if (pacer === undefined || body === undefined) return answer;
  const line = throttle(pacer);
  if (body instanceof Stream) {
    // A source that fails must take the line with it, or the answer would never end.
    body.on('error', (error) => line.destroy(error)).pipe(line);
    line.on('close', () => body.destroy());
    return { ...answer, body: line };
  }
  const length = ['Content-Length', String(Buffer.byteLength(body))];
  const hasLength = headers.includes('Content-Length');
  Readable.from([Buffer.from(body)], { objectMode: false }).pipe(line);
  return { ...answer, headers: hasLength ? headers : [...headers, ...length], body: line };
}
