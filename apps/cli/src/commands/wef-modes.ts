/** A field of the suite's config with the value that a mode gives it. */
export type WefFields = Readonly<Record<string, unknown>>;

/** One of the original's three tests. */
export interface WefMode {
  readonly name: 'baseline' | 'target' | 'sustained';
  readonly summary: string;
  readonly details: string;
  /** What it sends, at a rate in events per second. */
  readonly preset: (ratePerSec: number) => WefFields;
  /** Laid over all but flags by `--quick`. */
  readonly quick: WefFields;
}

const QUICK_CEILING = '2s';
const TARGET_RATE = 100_000;
/** The original's targets take ten seconds each: a million events at 100k/s, five million at 500k/s. */
const TARGET_SECS = 10;
/** From this rate on the original allows ten minutes instead of five. */
const LONG_FROM_RATE = 500_000;

export const WEF_MODES: readonly WefMode[] = [
  {
    name: 'baseline',
    summary: 'Send 50,000 Windows events as fast as the collector acknowledges them',
    details:
      'The collector’s capacity: batches follow each other without any pause, so latency is not what a real load would see.',
    preset: () => ({ events: 50_000, durationSecs: 0, rate: 0 }),
    quick: { events: 20_000, durationSecs: 0, rate: 0, ceiling: QUICK_CEILING },
  },
  {
    name: 'target',
    summary: 'Offer Windows events at a rate: 100k, 200k or 500k a second, or any other',
    details:
      'Ten seconds of events at the rate, in an open loop: 1,000,000 at 100k, 2,000,000 at 200k, 5,000,000 at 500k. Passes only if 95 % of the rate was received and every event acknowledged.',
    preset: (ratePerSec) => ({
      rate: ratePerSec,
      events: Math.max(1, Math.round(ratePerSec * TARGET_SECS)),
      durationSecs: 0,
      timeoutSecs: ratePerSec >= LONG_FROM_RATE ? 600 : 300,
    }),
    quick: { events: 0, durationSecs: 3, ceiling: QUICK_CEILING },
  },
  {
    name: 'sustained',
    summary: 'Offer 10,000 Windows events a second for a minute, and prove what was stored',
    details:
      'Event 4624 at 10,000/s for 60 s, Parquet files of 100 MB at most, flushed every 5 s; then every file is read back and the record ids are compared with those acknowledged.',
    preset: () => ({ events: 0, durationSecs: 60, rate: 10_000, eventType: 4624, verifyS3: true }),
    quick: {
      ...{ events: 0, durationSecs: 10, rate: 10_000, eventType: 4624, verifyS3: true },
      collector: { flushIntervalSecs: 1 },
      ceiling: QUICK_CEILING,
    },
  },
];

/** The rate of `wef target` where nothing else says one. */
export const DEFAULT_TARGET_RATE: number = TARGET_RATE;

/** What was said about the load elsewhere than in the mode. */
export interface SaidElsewhere {
  readonly events: boolean;
  readonly duration: boolean;
  /** Stages, or a search. */
  readonly load: 'none' | 'stages' | 'search';
}

/**
 * The fields of a mode that do not contradict what was said elsewhere: a number of events takes the place of a duration and the other way
 * round, stages take the place of both and of the rate, and a search does not verify.
 */
export function fittingFields(fields: WefFields, { events, duration, load }: SaidElsewhere): WefFields {
  const left = load === 'none' ? new Set<string>() : new Set(['events', 'durationSecs', 'rate']);
  const fitting = Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name)));
  if (load === 'search') return { ...fitting, verifyS3: false };
  if (load !== 'none') return fitting;
  if (duration && !events) return { ...fitting, events: 0 };
  if (events && !duration) return { ...fitting, durationSecs: 0 };
  return fitting;
}
