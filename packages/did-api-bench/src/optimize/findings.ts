import type { Comparison, RunResult } from '@benchwright/result-schema';
import { benjaminiHochberg } from '@benchwright/stats';
import { METRIC, TECHNIQUES, type TechniqueId } from './technique.js';
import { cellId, cellParts, TOGETHER } from './variant.js';

/** Share of false discoveries that is put up with among what is called a difference. */
const FALSE_DISCOVERIES = 0.05;

/** What a technique did here. */
export type TechniqueVerdict = 'helped' | 'harmed' | 'no difference shown' | 'not judged';

/** One technique, by the figure that was chosen for it before measuring. */
export interface Finding {
  readonly technique: TechniqueId;
  readonly operation: string;
  readonly comparison: Comparison;
  /** The p-value after Benjamini and Hochberg, over all techniques of the run. */
  readonly qValue: number | null;
  readonly verdict: TechniqueVerdict;
  /** Why it was not judged. */
  readonly reason?: string;
  /** What it made measurably worse elsewhere: over all techniques and other figures, at the same share of false discoveries. */
  readonly sideEffects: readonly Comparison[];
}

/**
 * What the techniques of a run did: a technique helped or harmed when its interval excludes no difference, its change is outside the noise of
 * the machine, and its p-value holds after correction for the number of techniques. Pure.
 */
export function findingsOf(result: RunResult): Finding[] {
  const primary = result.comparisons.filter(isPrimary);
  const corrected = correct(primary);
  const harmed = sideEffectsOf(result.comparisons.filter((one) => !isPrimary(one) && !isIncomparable(one)));
  return primary.map((comparison, index) => {
    const technique = serverOf(comparison) as TechniqueId;
    const reason = whyNotJudged(result, comparison);
    const qValue = corrected[index] ?? null;
    return {
      technique,
      operation: TECHNIQUES[technique].measuredBy.operation,
      comparison,
      qValue,
      verdict: reason === null ? verdictOf(comparison, qValue) : 'not judged',
      ...(reason === null ? {} : { reason }),
      sideEffects: harmed.filter((one) => serverOf(one) === technique),
    };
  });
}

/** The comparisons of all that was applied together, in figures of the techniques and of other operations. Pure. */
export function togetherOf(result: RunResult): Comparison[] {
  const shown: readonly string[] = [METRIC.requests, METRIC.verifications, METRIC.start];
  return result.comparisons.filter(
    (one) =>
      serverOf(one) === TOGETHER &&
      shown.includes(one.metric) &&
      !(one.metric === METRIC.requests && cellParts(one.head.cell).operation === 'verify'),
  );
}

function serverOf({ head }: Comparison): string {
  return cellParts(head.cell).variant;
}

function isPrimary(comparison: Comparison): boolean {
  const server = serverOf(comparison);
  if (!Object.hasOwn(TECHNIQUES, server)) return false;
  const { operation, metric } = TECHNIQUES[server as TechniqueId].measuredBy;
  return comparison.metric === metric && comparison.head.cell === cellId(server, operation);
}

/** Requests with ten verifications against requests with one. */
function isIncomparable(comparison: Comparison): boolean {
  const server = serverOf(comparison);
  const batched =
    server === TOGETHER || (Object.hasOwn(TECHNIQUES, server) && TECHNIQUES[server as TechniqueId].batch > 1);
  return (
    comparison.metric === METRIC.requests && batched && cellParts(comparison.head.cell).operation === 'verify'
  );
}

/** Adjusted p-values, in order; null where nothing was tested. */
function correct(comparisons: readonly Comparison[]): (number | null)[] {
  const adjusted = benjaminiHochberg(comparisons.map(({ pValue }) => pValue ?? Number.NaN));
  return adjusted.map((q) => (Number.isNaN(q) ? null : q));
}

function verdictOf({ winner, head }: Comparison, qValue: number | null): TechniqueVerdict {
  if (winner === null || qValue === null || qValue > FALSE_DISCOVERIES) return 'no difference shown';
  return winner === head.cell ? 'helped' : 'harmed';
}

function sideEffectsOf(others: readonly Comparison[]): Comparison[] {
  const single = others.filter((one) => serverOf(one) !== TOGETHER);
  const corrected = correct(single);
  return single.filter((comparison, index) => verdictOf(comparison, corrected[index] ?? null) === 'harmed');
}

/**
 * Rounds of one server that scatter more (standard deviation ÷ mean) had something else beside them. Pairing takes out what slows both sides
 * alike, and other work does not: ten rounds on a starved machine (47 %) found the joined query 35 % slower at p = 0.015, which is 62 % faster
 * on the same machine at rest (5 %).
 */
const MOST_SCATTER = 0.25;

/** A result that is invalid, or of a machine that was not at rest, says nothing, neither for a technique nor against it. */
function whyNotJudged({ cells }: RunResult, { base, head, metric }: Comparison): string | null {
  for (const id of [base.cell, head.cell]) {
    const cell = cells.find((one) => one.id === id);
    if (cell?.validity.verdict === 'invalid')
      return `${id}: ${cell.validity.reasons[0]?.text ?? 'the result is invalid'}`;
    const scatter = scatterOf(cell?.metrics[metric]?.perTrial ?? []);
    if (scatter > MOST_SCATTER)
      return `${id}: its rounds scatter by ${Math.round(scatter * 100)} % (limit ${MOST_SCATTER * 100} %)`;
  }
  return null;
}

/** Standard deviation ÷ mean; 0 where there is nothing to scatter. */
function scatterOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2 || !(mean > 0)) return 0;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / mean;
}

/** The techniques that helped, in the order of the run. Pure. */
export function helpedBy(findings: readonly Finding[]): TechniqueId[] {
  return findings.filter(({ verdict }) => verdict === 'helped').map(({ technique }) => technique);
}
