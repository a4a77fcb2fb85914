/** What became of a run's events, added up over its trials. */
export interface WefFacts {
  /** Events per second that were asked for; null where as many as possible were. */
  readonly targetEventsPerSec: number | null;
  readonly eventsOffered: number;
  readonly eventsSent: number;
  readonly eventsAcknowledged: number;
  /** Null: the collector does not say. */
  readonly eventsReceived: number | null;
  /** Why that is not known although it was asked for. */
  readonly statsProblem: string | null;
  /** From the first due time until the last event was received, as far as that is known. */
  readonly receivingSecs: number;
  readonly batchesFailed: number;
  readonly allowFailed: number;
  readonly timedOut: boolean;
  readonly timeoutSecs: number;
  /** Reasons of the verdict on the generator that make the result invalid, such as GENERATOR_SATURATED. */
  readonly generatorFaults: readonly string[];
  readonly verifyS3: boolean;
  /** What was found wrong with the stored events; null where nobody could look. */
  readonly storedProblems: readonly { readonly code: string; readonly text: string }[] | null;
  readonly storedProblem: string | null;
}

export interface WefReason {
  readonly code: string;
  readonly text: string;
}

/** `invalid`: the generator did not offer what was asked for, so that nothing is said about the collector. */
export interface WefVerdict {
  readonly outcome: 'passed' | 'failed' | 'invalid';
  readonly reasons: readonly WefReason[];
  /** Events received (where that is not known: acknowledged) per second over the run. */
  readonly receivedPerSec: number;
}

/** Of the target rate: that of the original test, here of events received, not sent. */
export const LEAST_RATE_SHARE = 0.95;

/**
 * Whether a collector took what it was sent: the rate received, no batch failed, nothing lost or duplicated, and what was stored
 * proved where that was asked for. Every reason is named. Pure.
 */
export function judgeWef(facts: WefFacts): WefVerdict {
  const { eventsReceived, eventsAcknowledged, receivingSecs, generatorFaults } = facts;
  const receivedPerSec = receivingSecs > 0 ? (eventsReceived ?? eventsAcknowledged) / receivingSecs : 0;
  const reasons = [
    ...rateReasons(facts, receivedPerSec),
    ...batchReasons(facts),
    ...countReasons(facts),
    ...storedReasons(facts),
  ];
  const tooSlow = reasons.some(({ code }) => code === 'RATE_NOT_RECEIVED');
  if (tooSlow && generatorFaults.length > 0) {
    const text = `the generator could not offer ${perSec(facts.targetEventsPerSec ?? 0)} (${generatorFaults.join(', ')}): this says nothing about the collector`;
    return {
      outcome: 'invalid',
      reasons: [{ code: 'GENERATOR_TOO_SLOW', text }, ...reasons],
      receivedPerSec,
    };
  }
  return { outcome: reasons.length === 0 ? 'passed' : 'failed', reasons, receivedPerSec };
}

function rateReasons(
  { targetEventsPerSec, timedOut, timeoutSecs, eventsSent, eventsOffered }: WefFacts,
  receivedPerSec: number,
): WefReason[] {
  const reasons: WefReason[] = [];
  if (timedOut)
    reasons.push({
      code: 'TIMED_OUT',
      text: `not done within ${timeoutSecs} s: ${events(eventsSent)} were sent by then`,
    });
  if (eventsSent < eventsOffered) {
    reasons.push({
      code: 'NOT_ALL_SENT',
      text: `${events(eventsOffered - eventsSent)} that were due were never sent`,
    });
  }
  if (targetEventsPerSec !== null && receivedPerSec < LEAST_RATE_SHARE * targetEventsPerSec) {
    const share = ((receivedPerSec / targetEventsPerSec) * 100).toFixed(1);
    const text = `${perSec(receivedPerSec)} received over the run, ${share} % of ${perSec(targetEventsPerSec)} (95 % are needed)`;
    reasons.push({ code: 'RATE_NOT_RECEIVED', text });
  }
  return reasons;
}

function batchReasons({ batchesFailed, allowFailed }: WefFacts): WefReason[] {
  if (batchesFailed <= allowFailed) return [];
  return [{ code: 'BATCHES_FAILED', text: `${batchesFailed} batches failed, ${allowFailed} may` }];
}

function countReasons({
  eventsReceived,
  eventsAcknowledged,
  eventsSent,
  statsProblem,
}: WefFacts): WefReason[] {
  if (eventsReceived === null) {
    return statsProblem === null
      ? []
      : [{ code: 'RECEIVED_UNKNOWN', text: `what was received is not known: ${statsProblem}` }];
  }
  if (eventsReceived < eventsAcknowledged) {
    const text = `${events(eventsAcknowledged - eventsReceived)} acknowledged that are not among the ${eventsReceived} the collector says it received`;
    return [{ code: 'EVENTS_LOST', text }];
  }
  if (eventsReceived > eventsSent) {
    const text = `the collector says it received ${events(eventsReceived - eventsSent)} more than the ${eventsSent} that were sent: duplicates, or another sender`;
    return [{ code: 'EVENTS_SURPLUS', text }];
  }
  return [];
}

function storedReasons({ verifyS3, storedProblems, storedProblem }: WefFacts): WefReason[] {
  if (!verifyS3) return [];
  if (storedProblem !== null)
    return [{ code: 'NOT_VERIFIED', text: `the stored events could not be read back: ${storedProblem}` }];
  if (storedProblems === null)
    return [{ code: 'NOT_VERIFIED', text: 'the stored events were not read back' }];
  return storedProblems.map(({ code, text }) => ({ code, text }));
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

function perSec(rate: number): string {
  return `${Math.round(rate)} events/s`;
}
