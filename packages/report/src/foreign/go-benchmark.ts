import type { MetricReplicates, ReplicatesWarning } from '../compare/replicates.js';
import { toBaseUnit } from './base-unit.js';
import type { ForeignOutput } from './foreign-output.js';

/** `BenchmarkName-8   1000   123 ns/op   45 B/op`: the Go benchmark data format (golang.org/design/14313-benchmark-format). */
const RESULT = /^Benchmark(\S*)[ \t]+(\d+)[ \t]+(\S.*)$/;

interface Value {
  readonly cell: string;
  readonly unit: string;
  readonly value: number;
}

/**
 * The text of `go test -bench`: each line of the same name (`-count n`) is a replicate. `Unit x better=higher` lines say which way a
 * unit of one's own goes; without one, rates (`…/s`) go up and all else down. Null when there is no result line. Pure.
 */
export function parseGoBenchmark(text: string): ForeignOutput | null {
  const lines = text.split(/\r?\n/);
  const directions = new Map<string, 'higher' | 'lower'>();
  const values: Value[] = [];
  const packages = new Set(lines.flatMap((line) => /^pkg:\s*(\S+)/.exec(line)?.[1] ?? []));
  let prefix = '';
  for (const line of lines) {
    const named = /^pkg:\s*(\S+)/.exec(line)?.[1];
    if (named !== undefined && packages.size > 1) prefix = `${named}.`;
    const unit = /^Unit\s+(\S+)\s+.*\bbetter=(higher|lower)/.exec(line);
    if (unit !== null) directions.set(unit[1]!, unit[2] === 'higher' ? 'higher' : 'lower');
    values.push(...valuesOf(line, prefix));
  }
  if (values.length === 0) return null;
  return { tool: 'go test -bench', metrics: metricsOf(values, directions), lacks: lacksOf(lines, values) };
}

function valuesOf(line: string, prefix: string): Value[] {
  const [, name, , rest] = RESULT.exec(line) ?? [];
  if (rest === undefined) return [];
  const words = rest.trim().split(/\s+/);
  return words.flatMap((word, i): Value[] => {
    const unit = words[i + 1];
    const value = Number(word);
    if (i % 2 === 1 || unit === undefined || !Number.isFinite(value)) return [];
    return [{ cell: `${prefix}${name}`, unit, value }];
  });
}

function metricsOf(
  values: readonly Value[],
  directions: ReadonlyMap<string, 'higher' | 'lower'>,
): MetricReplicates[] {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = JSON.stringify([value.cell, value.unit]);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return [...groups.values()].map((same): MetricReplicates => {
    const { cell, unit: given } = same[0]!;
    const [metric, statistic, unit] = nameOf(given);
    const bases = same.map(({ value }) => toBaseUnit(value, unit));
    const better = directions.get(given) ?? (given.endsWith('/s') ? 'higher' : 'lower');
    const list = bases.map(({ value }) => value);
    return { cell, metric, statistic, unit: bases[0]!.unit, better, values: list };
  });
}

/** Name, statistic and unit of what a line gives. */
function nameOf(unit: string): readonly [metric: string, statistic: string, unit: string] {
  const known: Readonly<Record<string, readonly [string, string, string]>> = {
    'ns/op': ['timePerOpNs', 'mean of a line', 'ns'],
    'B/op': ['allocatedBytes', 'per op', 'B'],
    'allocs/op': ['allocations', 'per op', ''],
    'MB/s': ['bytesPerSec', 'rate', 'MB/s'],
  };
  return Object.hasOwn(known, unit) ? known[unit]! : [unit, 'mean of a line', unit];
}

function lacksOf(lines: readonly string[], values: readonly Value[]): ReplicatesWarning[] {
  const counts = new Map<string, number>();
  for (const { cell, unit } of values)
    counts.set(`${cell} ${unit}`, (counts.get(`${cell} ${unit}`) ?? 0) + 1);
  const alone = [...counts.values()].some((count) => count < 2);
  const ended = lines.some((line) => /^(PASS|FAIL|ok\s)/.test(line));
  return [
    ...(alone
      ? [{ code: 'ONE_TRIAL', text: 'some benchmarks have one line: run go test with -count 10' }]
      : []),
    ...(ended
      ? []
      : [{ code: 'MAYBE_TRUNCATED', text: 'there is no PASS or ok at the end: it may have been cut short' }]),
    {
      code: 'NOT_INTERLEAVED',
      text: 'all lines of a benchmark came after each other: a machine that drifts looks like a change',
    },
  ];
}
