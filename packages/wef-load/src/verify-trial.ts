import type { WefEvidence } from './ledger/wef-evidence.js';
import type { Sending } from './trial-account.js';
import { contentCheckOf } from './verify/content-check.js';
import { sentContentsOf } from './verify/sent-contents.js';
import { createStoreClient } from './verify/store-client.js';
import type { StoredReport } from './verify/stored-report.js';
import { verifyStored } from './verify/verify-stored.js';

const BYTES_PER_MB = 1_048_576;

/** Reads back what the trial stored. That it cannot be read is a finding: what was measured must not be lost to it. */
export async function verifyTrial(
  sending: Sending,
  untilMs: number,
): Promise<Pick<WefEvidence, 'stored' | 'storedProblem'>> {
  try {
    return { stored: await readBack(sending, untilMs), storedProblem: null };
  } catch (error) {
    return { stored: null, storedProblem: error instanceof Error ? error.message : String(error) };
  }
}

async function readBack(
  { config, ranges, runTag, sinceMs, store, templates, pool, ctx }: Sending,
  untilMs: number,
): Promise<StoredReport> {
  if (store === null) throw new Error('the collector stores nothing');
  const { s3, collector, verifyTimeout } = config;
  const client = createStoreClient(store);
  try {
    return await verifyStored({
      s3: client,
      address: store.endpoint ?? 'AWS',
      bucket: s3.bucket,
      prefix: s3.prefix,
      runTag,
      acknowledged: ranges.acknowledged,
      offered: ranges.offered,
      sinceMs,
      untilMs,
      limits: {
        maxFileBytes: collector.maxSizeMb * BYTES_PER_MB,
        maxDelayMs: null,
        eventTypes: [...new Set(templates.map(({ eventId }) => eventId))],
      },
      deadlineMs: verifyTimeout / 1e6,
      settleMs: collector.flushIntervalSecs * 1000,
      isSent: contentCheckOf(sentContentsOf(pool())),
      signal: ctx.signal,
    });
  } finally {
    client.destroy();
  }
}
