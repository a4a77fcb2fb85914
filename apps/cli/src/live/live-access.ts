import { createHash, timingSafeEqual } from 'node:crypto';

/** Names that a page of this machine is asked for by. Any other means that a foreign name was made to lead here (DNS rebinding). */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Whether the tokens are the same, in a time that says nothing of where they differ. */
export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
