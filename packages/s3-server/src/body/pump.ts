import type { Readable } from 'node:stream';

/** The connection ended before the body did: there is nobody to answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}

/**
 * Gives every piece of a stream to a function, and holds the stream back while that asks for it with a promise. Without a promise per
 * piece, which async iteration would cost. Rejects with what the function throws, or ClientGoneError where the stream breaks off.
 */
export function pump(source: Readable, take: (data: Buffer) => void | Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      source.off('data', onData).off('end', onEnd).off('close', onGone);
      // The error listener stays: a stream that nobody listens to would end the process.
      end();
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const onEnd = (): void => settle(resolve);
    const onGone = (): void => fail(new ClientGoneError('The connection ended in mid-body.'));
    const onData = (data: Buffer): void => {
      try {
        const wait = take(data);
        if (wait === undefined) return;
        source.pause();
        wait.then(() => source.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    if (source.destroyed && !source.readableEnded) onGone();
    else source.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}
