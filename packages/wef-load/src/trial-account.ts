import type { TrialContext } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import type { ThroughputStats } from './collector/throughput-stats.js';
import type { WefConfig } from './config.js';
import type { EventTemplate } from './event/event-template.js';
import type { LedgerRanges } from './ledger/batch-ledger.js';
import { countOfRanges } from './ledger/id-ranges.js';
import type { WefEvidence } from './ledger/wef-evidence.js';
import { END_TO_END_DELAY, FIGURES } from './trial-figures.js';
import type { StoreAddress } from './verify/store-client.js';
import { verifyTrial } from './verify-trial.js';

/** A trial that was sent, and what is needed to find out what became of it. */
export interface Sending {
  readonly config: WefConfig;
  readonly record: TrialRecord;
  readonly ranges: LedgerRanges;
  readonly runTag: string;
  readonly sinceMs: number;
  readonly timedOut: boolean;
  readonly stats: ThroughputStats | null;
  readonly store: StoreAddress | null;
  readonly templates: readonly EventTemplate[];
  /** Texts of the events that were sent. */
  readonly pool: () => readonly string[];
  readonly ctx: TrialContext;
}

/**
 * The record of a trial with the account of its events: what the collector says it has received, what is stored where that is asked for, and
 * the ids that any of it can be held against later.
 */
export async function accountFor(sending: Sending): Promise<TrialRecord> {
  const { config, record, ranges, runTag, sinceMs, stats, ctx } = sending;
  const untilMs = Date.now();
  const acknowledged = countOfRanges(ranges.acknowledged);
  ctx.events({ type: 'doing', text: 'Waiting for event processing to complete...' });
  const received = (await stats?.received(acknowledged, config.settle, ctx.signal)) ?? null;
  const isToBeVerified = config.verifyS3 && !ctx.signal.aborted;
  if (isToBeVerified)
    ctx.events({ type: 'doing', text: 'Waiting for S3 parquet files, to read them back...' });
  const verified = isToBeVerified
    ? await verifyTrial(sending, untilMs)
    : { stored: null, storedProblem: null };
  const { stored } = verified;
  const evidence: WefEvidence = {
    runTag,
    batchSize: config.batchSize,
    offered: ranges.offered,
    acknowledged: ranges.acknowledged,
    sinceMs,
    untilMs,
    statsProblem: stats !== null && received === null ? (stats.lastProblem ?? null) : null,
    ...verified,
  };
  const sent = countOfRanges(ranges.offered);
  return {
    ...record,
    // What the time limit ended is a whole trial that failed, not one to be made again.
    interrupted: record.interrupted && !sending.timedOut,
    distributions: {
      ...record.distributions,
      ...(stored?.endToEndDelay ? { [END_TO_END_DELAY]: stored.endToEndDelay } : {}),
    },
    extra: {
      ...record.extra,
      [FIGURES.eventsOffered]: sent + record.counts.dropped * config.batchSize,
      [FIGURES.eventsSent]: sent,
      [FIGURES.eventsAcknowledged]: acknowledged,
      [FIGURES.timedOut]: sending.timedOut ? 1 : 0,
      ...(stats === null ? {} : { [FIGURES.baselineEvents]: stats.baseline }),
      ...(received === null
        ? {}
        : { [FIGURES.eventsReceived]: received.events, [FIGURES.settledNs]: received.settledNs }),
      ...(stored === null
        ? {}
        : {
            [FIGURES.eventsStored]: stored.events.distinct,
            [FIGURES.eventsMissing]: stored.events.missing.count,
            [FIGURES.eventsDuplicated]: stored.events.duplicated.count,
            [FIGURES.storedFiles]: stored.files.count,
            [FIGURES.storedBytes]: stored.files.bytes,
          }),
    },
    evidence: { ...evidence },
  };
}
