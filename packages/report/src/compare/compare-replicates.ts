import { explainIncomparable } from '@benchwright/result-schema';
import { benjaminiHochberg, median } from '@benchwright/stats';
import {
  type ComparedMetric,
  type CompareOptions,
  compareMetric,
  isPaired,
  leastPairedPValue,
  leastPValue,
  type TestName,
} from './compare-metric.js';
import { type GeometricMean, geometricMeans } from './geometric-mean.js';
import type { MetricReplicates, Replicates, ReplicatesWarning } from './replicates.js';

/** One line of the comparison. */
export interface ComparedRow extends ComparedMetric {
  /** The p-value adjusted for the number of rows (Benjamini and Hochberg 1995); NaN where no test was made. */
  readonly qValue: number;
  readonly verdict: 'improved' | 'regressed' | 'within-noise' | 'inconclusive';
}

export interface RunComparison {
  readonly base: string;
  readonly head: string;
  readonly rows: readonly ComparedRow[];
  readonly geometricMeans: readonly GeometricMean[];
  readonly test: TestName;
  /** What only one side has, as `cell metric`. */
  readonly onlyInBase: readonly string[];
  readonly onlyInHead: readonly string[];
  /** Why the verdicts must be read with care, the weightiest first. */
  readonly warnings: readonly ReplicatesWarning[];
}

/** Any p-value of at most this, adjusted, counts as found. */
const SIGNIFICANCE = 0.05;

/**
 * Compares two runs metric by metric; the replicate is the trial. A change counts only if it is significant after adjustment for
 * all rows *and* its estimate lies outside the noise band *and* most pairs of trials differ the same way (a rank test can be sure of one way
 * while an outlier draws the means the other); a row whose whole interval lies inside the band is `within-noise`; what
 * is neither is `inconclusive`: more trials would tell. The test is the exact Mann–Whitney where that can become significant among
 * so many rows with so few trials, else Welch's t of logarithms, the same for all rows; of rounds (`paired`) Wilcoxon's signed ranks or
 * the paired t. Rows that have not as many values on both sides cannot be paired; then none are, and a warning says so. Pure. O(rows).
 */
export function compareReplicates(
  base: Replicates,
  head: Replicates,
  options: CompareOptions,
): RunComparison {
  const headBy = new Map(head.metrics.map((metric) => [keyOf(metric), metric]));
  const pairs = base.metrics.flatMap((of): [MetricReplicates, MetricReplicates][] => {
    const to = headBy.get(keyOf(of));
    return to === undefined || to.unit !== of.unit ? [] : [[of, to]];
  });
  const paired = options.paired === true && pairs.every(([of, to]) => of.values.length === to.values.length);
  const test = testFor(pairs, paired);
  const compared = pairs.map(([of, to]) => compareMetric(of, to, test, options));
  const qValues = benjaminiHochberg(compared.map(({ pValue }) => pValue));
  const rows = compared.map((metric, i): ComparedRow => {
    const qValue = qValues[i]!;
    return { ...metric, qValue, verdict: verdictOf(metric, qValue, options.noiseShare) };
  });
  const shared = new Set(pairs.map(([of]) => keyOf(of)));
  const only = (side: Replicates): string[] =>
    side.metrics
      .filter((metric) => !shared.has(keyOf(metric)))
      .map(({ cell, metric }) => `${cell} ${metric}`);
  return {
    base: base.label,
    head: head.label,
    rows,
    geometricMeans: geometricMeans(rows),
    test,
    onlyInBase: only(base),
    onlyInHead: only(head),
    warnings: [
      ...warningsOf(base, head),
      ...(options.paired === true && !isPaired(test) ? [NOT_PAIRED] : []),
      ...trialWarnings(rows, options),
      ...ownWarnings(base, head),
    ],
  };
}

function keyOf({ cell, metric, statistic }: MetricReplicates): string {
  return JSON.stringify([cell, metric, statistic]);
}

const NOT_PAIRED: ReplicatesWarning = {
  code: 'NOT_PAIRED',
  text: 'the sides have not the same rounds, so they are compared as if measured apart: less is found',
};

/** The exact test is kept where one real change alone among all rows could still be found by it. */
function testFor(
  pairs: readonly (readonly [MetricReplicates, MetricReplicates])[],
  paired: boolean,
): TestName {
  const reaches = (p: number): boolean => p * pairs.length <= SIGNIFICANCE;
  if (paired) {
    return pairs.every(([of]) => reaches(leastPairedPValue(of.values.length))) ? 'wilcoxon' : 'paired-t';
  }
  const enough = pairs.every(([of, to]) => reaches(leastPValue(of.values.length, to.values.length)));
  return enough ? 'mann-whitney' : 'welch';
}

function verdictOf(
  { change, better, effect }: ComparedMetric,
  qValue: number,
  noiseShare: number,
): ComparedRow['verdict'] {
  const [low, high] = change.interval;
  const isOneWay = change.estimate * effect > 0;
  if (qValue <= SIGNIFICANCE && isOneWay && Math.abs(change.estimate) > noiseShare) {
    return change.estimate > 0 === (better === 'higher') ? 'improved' : 'regressed';
  }
  return low >= -noiseShare && high <= noiseShare ? 'within-noise' : 'inconclusive';
}

function warningsOf(base: Replicates, head: Replicates): RunComparison['warnings'] {
  const invalid = [base, head].flatMap(({ label, validity }) =>
    validity === null || validity.verdict === 'valid'
      ? []
      : [
          {
            code: validity.verdict === 'invalid' ? 'INVALID_RESULT' : 'SUSPECT_RESULT',
            text: `${label} is ${validity.verdict} by itself: ${validity.reasons.map(({ code }) => code).join(', ')}`,
          },
        ],
  );
  const { environment: a } = base;
  const { environment: b } = head;
  if (a === null || b === null) {
    const text =
      'one side does not say where it was measured: a difference of machines would look like one of the target';
    return [...invalid, { code: 'ENVIRONMENT_UNKNOWN', text }];
  }
  const environments = explainIncomparable(a, b)
    .filter(({ severity }) => severity === 'incomparable')
    .map(({ field, a: was, b: is, text }) => ({
      code: 'ENVIRONMENTS_DIFFER',
      text: `${field}: ${was ?? 'none'} against ${is ?? 'none'}. ${text}`,
    }));
  return [...invalid, ...environments];
}

/** What each side lacks by itself, and that two tools do not measure alike. */
function ownWarnings(base: Replicates, head: Replicates): RunComparison['warnings'] {
  const of = ({ warnings = [] }: Replicates): readonly ReplicatesWarning[] => warnings;
  const same = (one: ReplicatesWarning, other: ReplicatesWarning): boolean =>
    one.code === other.code && one.text === other.text;
  const shared = of(base).filter((one) => of(head).some((other) => same(one, other)));
  const own = [base, head].flatMap((side) =>
    of(side)
      .filter((one) => !shared.includes(one) && !shared.some((other) => same(one, other)))
      .map(({ code, text }) => ({ code, text: `${side.label}: ${text}` })),
  );
  const tools =
    base.tool === head.tool
      ? []
      : [
          {
            code: 'TOOLS_DIFFER',
            text: `${base.tool} against ${head.tool}: what differs may be how they measure, not what they measured`,
          },
        ];
  return [...tools, ...shared, ...own];
}

/** How many trials would tell, where some rows could not be told. */
function trialWarnings(
  rows: readonly ComparedRow[],
  { resolutionShare }: CompareOptions,
): RunComparison['warnings'] {
  const had = ({ base, head }: ComparedRow): number => Math.min(base.n, head.n);
  const open = rows.filter(({ verdict }) => verdict === 'inconclusive');
  const single = open.filter((row) => had(row) < 2).length;
  if (single > 0) {
    const text = `${single} of ${rows.length} rows have one trial on a side: nothing can be concluded from them, and not how many it takes either`;
    return [{ code: 'TOO_FEW_TRIALS', text }];
  }
  const needed = open
    .map((row) => ({ trials: row.trialsNeeded ?? Number.POSITIVE_INFINITY, had: had(row) }))
    .filter(({ trials, had: present }) => trials > present)
    .map(({ trials }) => trials);
  if (needed.length === 0) return [];
  const count = (trials: number): string =>
    Number.isFinite(trials) ? `${Math.ceil(trials)}` : 'more than 1000';
  const share = Number((resolutionShare * 100).toPrecision(3));
  const text = `${needed.length} of ${rows.length} rows rest on too few trials: to find ${share} % nine times in ten they need ${count(median(needed))} a side, the noisiest ${count(Math.max(...needed))}`;
  return [{ code: 'TOO_FEW_TRIALS', text }];
}
