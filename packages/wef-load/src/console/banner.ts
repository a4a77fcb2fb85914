import { grouped, heading } from './number-text.js';

/** What a run is about to do. */
export interface BannerFacts {
  /** In all; null where the time decides. */
  readonly events: number | null;
  /** Null where the number of events decides. */
  readonly durationSecs: number | null;
  readonly batchSize: number;
  /** Events per second; null: as fast as they are acknowledged. */
  readonly ratePerSec: number | null;
  /** Stages or a search, in words; null for neither. */
  readonly load: string | null;
  /** Null: the mix of the catalogue, or templates. */
  readonly eventType: number | null;
  readonly wire: string;
  readonly verifyS3: boolean;
}

/** The banner of the original, with what it leaves unsaid: the wire form. */
export function bannerLines(facts: BannerFacts): string[] {
  const { ratePerSec, load } = facts;
  const kind = ratePerSec === null && load === null ? 'Baseline' : 'Target Rate';
  return [
    ...heading(`PERFORMANCE TEST: ${kind} Event Ingestion`),
    ...extentLines(facts),
    ...settingLines(facts),
    '',
  ];
}

function extentLines({ events, durationSecs, ratePerSec }: BannerFacts): string[] {
  if (durationSecs !== null) {
    const expected = events ?? (ratePerSec === null ? null : durationSecs * ratePerSec);
    return [
      `Test duration: ${durationSecs} seconds`,
      ...(expected === null ? [] : [`Expected events: ~${grouped(expected)}`]),
    ];
  }
  return events === null ? [] : [`Total events: ${grouped(events)}`];
}

function settingLines({ batchSize, ratePerSec, load, eventType, wire, verifyS3 }: BannerFacts): string[] {
  const rate = ratePerSec === null ? 'Unlimited' : `${grouped(ratePerSec)} events/second`;
  return [
    `Batch size: ${batchSize}`,
    `Target rate: ${load ?? rate}`,
    `Event type: ${eventType === null ? 'mixed' : `${eventType} (single type)`}`,
    `Wire form: ${wire}`,
    ...(verifyS3 ? ['S3 verification: Enabled'] : []),
  ];
}
