/**
 * Where a figure stops being believable. Each pair is [suspect, invalid]; what lies at or below the first is valid. They are
 * judgement, not law: docs/method.md says where each comes from.
 */
export const THRESHOLDS = {
  /** Failed ÷ sent: beyond these the answered requests are a selection. */
  errorShare: [0.01, 0.1],
  /** Dropped ÷ offered, open loads: any drop leaves out the slowest moments. */
  droppedShare: [0, 0.01],
  /** Arrivals unanswered when the schedule ended, beyond those that are always under way ÷ offered, open loads. */
  backlogShare: [0.01, 0.05],
  /** Share of the time the generator had work: beyond these its own queueing is part of every latency. */
  busyShare: [0.9, 0.98],
  /** Share of CPU time that the hypervisor gave to others. */
  stealShare: [0.01, 0.05],
  /** Time for which the generator's CPU quota stopped it ÷ time: 0.1 % is one stop of 50 ms in 50 seconds, the size of a p99.9. */
  throttledShare: [0.001, 0.05],
  /** p99 of how late the generator noticed arrivals ÷ p99 of response time, open loads. */
  sendLagShare: [0.1, 0.5],
  /** 1 − slowest ÷ fastest reading of the core's speed around the trials of a cell: above the 3 % by which they spread where nothing is wrong. */
  coreSpeedLoss: [0.05, 0.2],
  /** Change of throughput or p50 from end to end of a trial, or of its beginning against the rest. */
  driftWithinTrial: [0.1, 0.5],
  /** Standard deviation ÷ mean of the trials. Never invalid by itself: the interval is as wide as the trials are apart, and says so. */
  spreadOverTrials: [0.1, Number.POSITIVE_INFINITY],
  /** Change from the first trial to the last where they only rise or fall: a bias, which no interval shows. */
  trendOverTrials: [0.1, 1],
  /** Offered ÷ what the raw transport reaches against a responder that does nothing, same sizes and connections. */
  ceilingShare: [0.7, 0.95],
} as const satisfies Record<string, readonly [suspect: number, invalid: number]>;

/** Send lag below this is within the precision of the pacing and never a reason by itself. */
export const SEND_LAG_FLOOR_NS = 200_000;

/** Change of the wall clock against the monotonic one: NTP moves it by less in the length of a trial, and the reading is good to 1 ms. */
export const CLOCK_STEP_NS = { suspect: 50e6, invalid: 1e9 } as const;

/** How far from the instant agreed an agent of a fleet may have begun: the error of its clock and its own lateness together. */
export const START_APART_NS = { suspect: 10e6, invalid: 1e9 } as const;

/** A percentile rests on at least so many requests beyond it. */
export const REQUESTS_BEYOND_PERCENTILE = 10;

/** Fewer full seconds than this show no trend within a trial, and nothing is claimed. */
export const STEADY_FEWEST_SECONDS = 10;

/** Chance of seeing a trend in a cell that has none, all its trials together. */
export const STEADY_ALPHA = 0.001;

/** Fewer trials than this show no trend over trials: five that only rise or fall are chance once in 60. */
export const TREND_FEWEST_TRIALS = 5;

/** Chance of seeing a trend over trials that have none, before its size is looked at: what five trials can show. */
export const TRIALS_TREND_ALPHA = 0.02;
