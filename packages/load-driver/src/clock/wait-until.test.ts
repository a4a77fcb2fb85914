import { expect, it } from 'vitest';
import { waitUntil } from './wait-until.js';

it('does not return before the instant, and at once when it has passed', async () => {
  const atHrNs = process.hrtime.bigint() + 6_000_000n;
  await waitUntil(atHrNs);
  expect(process.hrtime.bigint() >= atHrNs).toBe(true);
  await waitUntil(atHrNs);
});

it('ends with the signal, also while its timer waits', async () => {
  const abort = new AbortController();
  const waiting = waitUntil(process.hrtime.bigint() + 3_600_000_000_000n, abort.signal);
  abort.abort();
  await waiting;
  await waitUntil(process.hrtime.bigint() + 3_600_000_000_000n, abort.signal);
});
