import { type Replicates, replicatesOf } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import { SIDES, type Side } from './side.js';

/** What of a load on a URL says something of the target. The generator's own figures (send lag, connections) do not. */
const OF_THE_TARGET: ReadonlySet<string> = new Set([
  'responseTimeNs',
  'responseTimeP90Ns',
  'responseTimeP99Ns',
  'firstByteNs',
  'errorShare',
  'bodyBytes',
  'wireBytesIn',
  'requestsPerSec',
]);

/** Metrics that the user did not choose names for; the printed ones are all compared. */
const LOAD_SUITE = 'ab-http';

/** In an open loop the rate is what was asked for: it tells nothing of the target. */
const OPEN_LOADS = /^(?!closed$)/;

/**
 * The two sides of an A/B run as a comparison takes them: under one name of a cell, so that they meet, and only with what says
 * something of what was measured. Value i of both is of round i. Pure.
 */
export function abSides(
  result: RunResult,
  labels: Readonly<Record<Side, string>>,
): readonly [base: Replicates, head: Replicates] {
  const all = replicatesOf(result, '');
  const open = result.cells.some(({ factors }) => OPEN_LOADS.test(String(factors.load ?? 'closed')));
  const compared = (metric: string): boolean =>
    result.suite !== LOAD_SUITE || (OF_THE_TARGET.has(metric) && !(open && metric === 'requestsPerSec'));
  const cell = result.suite === LOAD_SUITE ? 'http' : 'command';
  const [base, head] = SIDES.map(
    (side): Replicates => ({
      ...all,
      label: labels[side],
      metrics: all.metrics
        .filter((one) => one.cell === side && compared(one.metric))
        .map((one) => ({ ...one, cell })),
    }),
  );
  // Both sides are of one run: what is wrong with it would else be said twice.
  return [{ ...base!, validity: null }, head!];
}
