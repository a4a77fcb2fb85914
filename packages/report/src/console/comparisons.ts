import type { Comparison } from '@benchwright/result-schema';
import {
  type CellPair,
  cellPairs,
  cellRatio,
  differenceText,
  ratioText,
} from '../compare/cell-comparison.js';
import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';
import { BLANK, type Line, type Span, span } from '../text/line.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { warningParagraphs } from './warnings.js';

/** Cells against each other. A winner is named only where the interval of the difference excludes zero. */
export function comparisonLines(comparisons: readonly Comparison[], columns: number): Line[] {
  return cellPairs(comparisons)
    .flatMap((pair) => [...pairLines(pair, columns), BLANK])
    .slice(0, -1);
}

function pairLines({ comparisons, ...cells }: CellPair, columns: number): Line[] {
  const [base, head] = [terminalSafe(cells.base), terminalSafe(cells.head)];
  const heading = [span(`${head} against ${base}`, 'bold'), span(`  (interval of ${head} − ${base})`, 'dim')];
  const sides: Column[] = [
    { title: 'metric', align: 'left', minWidth: 16 },
    { title: base, align: 'right', drop: 2 },
    { title: head, align: 'right', drop: 2 },
    { title: 'change', align: 'right', drop: 1 },
    { title: 'interval', align: 'right' },
    { title: 'better', align: 'left' },
  ];
  const rows = comparisons.map((comparison) => row(comparison, comparisons));
  return [heading, ...table(sides, rows, columns, 2), ...warningLines(comparisons, columns)];
}

function row(comparison: Comparison, pair: readonly Comparison[]): (string | Span)[] {
  const { base, head, difference } = comparison;
  const unit = terminalSafe(shownUnit(comparison.metric, comparison.unit));
  const sides = scaleFor(unit, [base.estimate, head.estimate]);
  const side = (value: number | null): string => withUnit(formatIn(sides, value), sides.unit);
  return [
    comparedName(comparison, pair),
    side(base.estimate),
    side(head.estimate),
    ratioText(cellRatio(comparison).estimate) ?? '',
    differenceText(unit, difference.interval),
    verdict(comparison),
  ];
}

/** A metric that is compared in several ways (mean, p50, p99) is told apart by what was compared. */
function comparedName({ metric, statistic }: Comparison, pair: readonly Comparison[]): string {
  const several = pair.filter((other) => other.metric === metric).length > 1;
  return several ? `${metricName(metric)} ${terminalSafe(statistic)}` : metricName(metric);
}

function verdict({ winner }: Comparison): Span {
  return winner === null ? span('no measurable difference', 'dim') : span(terminalSafe(winner), 'good');
}

function warningLines(pair: readonly Comparison[], columns: number): Line[] {
  const warned = pair.map((comparison) => ({
    name: comparedName(comparison, pair),
    warnings: comparison.warnings,
  }));
  return warningParagraphs(warned, columns);
}
