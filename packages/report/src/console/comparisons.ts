import type { Comparison } from '@benchwright/result-schema';
import { metricName } from '../scale/metric-name.js';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';
import { BLANK, type Line, type Span, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';

/** Cells against each other. A winner is named only where the interval of the difference excludes zero. */
export function comparisonLines(comparisons: readonly Comparison[], columns: number): Line[] {
  const pairs = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const pair = JSON.stringify([comparison.base.cell, comparison.head.cell]);
    pairs.set(pair, [...(pairs.get(pair) ?? []), comparison]);
  }
  return [...pairs.values()].flatMap((pair) => [...pairLines(pair, columns), BLANK]).slice(0, -1);
}

function pairLines(pair: readonly Comparison[], columns: number): Line[] {
  const [base, head] = [terminalSafe(pair[0]!.base.cell), terminalSafe(pair[0]!.head.cell)];
  const heading = [span(`${head} against ${base}`, 'bold'), span('  (interval of the difference)', 'dim')];
  const sides: Column[] = [
    { title: 'metric', align: 'left', minWidth: 12 },
    { title: base, align: 'right', drop: 2 },
    { title: head, align: 'right', drop: 2 },
    { title: 'change', align: 'right' },
    { title: 'interval', align: 'right', drop: 1 },
    { title: 'better', align: 'left' },
  ];
  return [heading, ...table(sides, pair.map(row), columns, 2), ...warningLines(pair, columns)];
}

function row(comparison: Comparison): (string | Span)[] {
  const { base, head, unit } = comparison;
  const scale = scaleFor(terminalSafe(unit), [base.estimate, head.estimate]);
  const side = (value: number | null): string => withUnit(formatIn(scale, value), scale.unit);
  return [
    metricName(comparison.metric),
    side(base.estimate),
    side(head.estimate),
    ...change(comparison),
    verdict(comparison),
  ];
}

/** As a percentage of the base where there is a ratio, else in the metric's own unit. */
function change({ ratio, difference, unit }: Comparison): [string, string] {
  if (ratio.estimate !== null) {
    const [low, high] = ratio.interval;
    return [`${percent(ratio.estimate)} %`, `[${percent(low ?? -Infinity)}, ${percent(high ?? Infinity)}] %`];
  }
  const [low, high] = difference.interval;
  const scale = scaleFor(terminalSafe(unit), [difference.estimate, low, high]);
  const show = (value: number | null): string => formatIn(scale, value);
  return [
    withUnit(show(difference.estimate), scale.unit),
    `[${show(low ?? -Infinity)}, ${show(high ?? Infinity)}] ${scale.unit}`,
  ];
}

function percent(ratio: number): string {
  if (!Number.isFinite(ratio)) return ratio > 0 ? '∞' : '-∞';
  const value = ((ratio - 1) * 100).toFixed(1);
  return value.startsWith('-') ? value : `+${value}`;
}

function verdict({ winner }: Comparison): Span {
  return winner === null ? span('no measurable difference', 'dim') : span(terminalSafe(winner), 'good');
}

function warningLines(pair: readonly Comparison[], columns: number): Line[] {
  const said = new Set(pair.flatMap(({ warnings }) => warnings.map(({ code, text }) => `${text} [${code}]`)));
  return [...said].flatMap((warning) => paragraph('  ! ', terminalSafe(warning), columns, 'warn'));
}
