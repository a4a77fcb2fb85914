import type { S3Client } from '@aws-sdk/client-s3';

/** The Date header counts whole seconds, so that a smaller difference cannot be told from none. */
const TELLABLE_MS = 1500;

/**
 * Listens to the Date headers of a client's answers. The returned function tells how far the store's clock is ahead of this machine's, in
 * milliseconds, and 0 where the difference is too small to be told: LastModified is by that clock, and due times are by ours.
 */
export function watchStoreClock(client: S3Client, now: () => number): () => number {
  let aheadMs = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const date = Date.parse(dateHeaderOf(answer.response));
      if (!Number.isNaN(date)) aheadMs = date + 500 - now();
      return answer;
    },
    { step: 'deserialize', name: 'benchwrightStoreClock', override: true },
  );
  return () => (Math.abs(aheadMs) < TELLABLE_MS ? 0 : aheadMs);
}

function dateHeaderOf(response: unknown): string {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return '';
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return '';
  return String(headers.date);
}
