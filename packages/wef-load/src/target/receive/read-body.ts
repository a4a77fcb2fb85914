import type { IncomingMessage } from 'node:http';
import type { BodyPool } from './body-pool.js';

/** A body in a buffer of the pool, which the reader of it gives back. */
export interface PooledBody {
  readonly buffer: Buffer;
  readonly length: number;
}

/** Why there is no body: it is too large, there is no memory for it now, or its sender went away in the middle of it. */
export type BodyFailure = 'too-large' | 'busy' | 'aborted';

/** Reads a body into a buffer of the pool. What is refused is read to its end and forgotten, so that the connection can go on. */
export function readBody(
  request: IncomingMessage,
  pool: BodyPool,
  limitBytes: number,
): Promise<PooledBody | BodyFailure> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) return refuse(request, 'too-large');
  const first = pool.lend(announced);
  if (first === undefined) return refuse(request, 'busy');
  return new Promise((resolve) => {
    let buffer = first;
    let length = 0;
    const end = (outcome: BodyFailure): void => {
      request.off('data', take).off('end', finish).off('close', abort);
      pool.takeBack(buffer);
      resolve(outcome === 'aborted' ? outcome : refuse(request, outcome));
    };
    const take = (chunk: Buffer): void => {
      const needed = length + chunk.length;
      if (needed > limitBytes) {
        end('too-large');
        return;
      }
      if (needed > buffer.length) {
        const larger = pool.lend(needed);
        if (larger === undefined) {
          end('busy');
          return;
        }
        buffer.copy(larger, 0, 0, length);
        pool.takeBack(buffer);
        buffer = larger;
      }
      chunk.copy(buffer, length);
      length = needed;
    };
    const finish = (): void => {
      request.off('close', abort);
      resolve({ buffer, length });
    };
    const abort = (): void => end('aborted');
    request.on('data', take).once('end', finish).once('close', abort).on('error', ignore);
  });
}

function refuse(request: IncomingMessage, outcome: BodyFailure): Promise<BodyFailure> {
  request.on('error', ignore);
  request.resume();
  return Promise.resolve(outcome);
}

/** An aborted request says so by `close` as well. */
function ignore(): void {}
