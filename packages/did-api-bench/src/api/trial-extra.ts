import { SLOWEST_KEPT, type TrialTally } from '../transport/trial-tally.js';

/** Names under which a record tells of answers parsed, and of traces. */
export const EXTRA = {
  parsed: 'answersParsed',
  nonce: 'traceNonce',
  slowNumber: (place: number) => `slowTrace${place}Number`,
  slowNs: (place: number) => `slowTrace${place}Ns`,
} as const;

/** What the threads of a trial have told, as figures of its record. A trace id is 128 bits, which no number holds: its two parts are. */
export function trialExtra(tallies: readonly TrialTally[], nonce: number): Record<string, number> {
  const slowest = tallies
    .flatMap((tally) => tally.slowest())
    .sort((a, b) => b.serviceNs - a.serviceNs)
    .slice(0, SLOWEST_KEPT);
  const extra: Record<string, number> = {
    [EXTRA.parsed]: tallies.reduce((sum, { parsed }) => sum + parsed, 0),
  };
  if (slowest.length > 0) extra[EXTRA.nonce] = nonce;
  for (const [place, { number, serviceNs }] of slowest.entries()) {
    extra[EXTRA.slowNumber(place)] = number;
    extra[EXTRA.slowNs(place)] = serviceNs;
  }
  return extra;
}
