/**
 * Where a figure stops being believable. Each pair is [suspect, invalid]; what lies below the first is valid. They are
 * judgement, not law: docs/method.md says where each comes from.
 */
export const THRESHOLDS = {
  /** Failed ÷ sent: beyond these the answered requests are a selection. */
  errorShare: [0.01, 0.1],
  /** Dropped ÷ offered, open loads: any drop leaves out the slowest moments. */
  droppedShare: [0, 0.01],
  /** 1 − sent in time ÷ planned, open loads. */
  rateShortfall: [0.01, 0.05],
  /** Share of the time the generator had work: beyond these its own queueing is part of every latency. */
  busyShare: [0.9, 0.98],
  /** Share of CPU time that the hypervisor gave to others. */
  stealShare: [0.01, 0.05],
  /** p99 of send lag ÷ p99 of response time, open loads with free connections. */
  sendLagShare: [0.1, 0.5],
} as const satisfies Record<string, readonly [suspect: number, invalid: number]>;

/** Send lag below this is within the precision of the pacing and never a reason by itself. */
export const SEND_LAG_FLOOR_NS = 200_000;
