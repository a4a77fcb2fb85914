/** Names under which a trial's figures are recorded, beside the counts and latencies that every suite has. */
export const FIGURES = {
  /** Events whose batch was due. */
  eventsOffered: 'eventsOffered',
  /** Events of batches that were sent, whatever was answered. */
  eventsSent: 'eventsSent',
  eventsAcknowledged: 'eventsAcknowledged',
  /** What the collector says it received; absent where it does not say. */
  eventsReceived: 'eventsReceived',
  /** After the last answer, until the collector said so. */
  settledNs: 'settledNs',
  /** What the collector had received before the trial began. */
  baselineEvents: 'baselineEvents',
  /** Envelopes that were sent again, because no acknowledgement came. */
  resent: 'resentEnvelopes',
  /** 1 where the trial was ended by its time limit. */
  timedOut: 'timedOut',
  eventsStored: 'eventsStored',
  eventsMissing: 'eventsMissing',
  eventsDuplicated: 'eventsDuplicated',
  storedFiles: 'storedFiles',
  storedBytes: 'storedBytes',
} as const;

/** Distribution of the time from an event being due to its being visible in S3. */
export const END_TO_END_DELAY = 'endToEndDelayNs';
