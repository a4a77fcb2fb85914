import { toBaseUnit } from '@benchwright/report';
import { parseRunResult, type RunResult } from '@benchwright/result-schema';

/** A number that a measured command printed about itself. */
export interface PrintedMetric {
  readonly name: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly value: number;
}

/** More than so many are a log, not metrics. */
const MOST_METRICS = 64;

const LINE =
  /^[ \t]*([A-Za-z_][\w./-]{0,79})[ \t]*=[ \t]*(-?\d[\d.]*(?:[eE][+-]?\d+)?)[ \t]*((?!higher|lower)[^\s=]{0,20})(?:[ \t]*\b(higher|lower))?[ \t]*$/;

/**
 * What a command printed: a result of Benchwright (the estimates of its cells), or lines `name=value unit`, the unit brought to its
 * base (`1.5 ms` is 1,500,000 ns); a word `higher` or `lower` after it says which way is better, else rates go up and all else
 * down. Other lines are passed over. Pure.
 *
 * @throws ResultFormatError for a result that cannot be read
 */
export function printedMetrics(stdout: string): {
  readonly metrics: PrintedMetric[];
  readonly invalid: boolean;
} {
  if (/^\s*\{/.test(stdout) && /"schemaVersion"\s*:/.test(stdout)) {
    const result = parseRunResult(stdout, 'the output of the command');
    return {
      metrics: ofResult(result).slice(0, MOST_METRICS),
      invalid: result.validity.verdict === 'invalid',
    };
  }
  const found = new Map<string, PrintedMetric>();
  for (const line of stdout.split(/\r?\n/)) {
    const metric = found.size < MOST_METRICS ? ofLine(line) : null;
    if (metric !== null) found.set(metric.name, metric);
  }
  return { metrics: [...found.values()], invalid: false };
}

function ofLine(line: string): PrintedMetric | null {
  const [, name, number, given = '', direction] = LINE.exec(line) ?? [];
  if (name === undefined) return null;
  const { value, unit } = toBaseUnit(Number(number), given);
  if (!Number.isFinite(value)) return null;
  const better =
    direction === 'higher' || (direction === undefined && unit.endsWith('/s')) ? 'higher' : 'lower';
  return { name, unit, better, value };
}

function ofResult({ cells }: RunResult): PrintedMetric[] {
  return cells.flatMap(({ id, metrics }) =>
    Object.entries(metrics).flatMap(([metric, { estimate, unit, better }]): PrintedMetric[] => {
      const name = cells.length === 1 ? metric : `${id} ${metric}`;
      return estimate === null ? [] : [{ name, unit, better, value: estimate }];
    }),
  );
}

const KEY = /^printed \[(\S*) (higher|lower)\] (.+)$/s;

/** The name under which a record holds a printed metric. */
export function printedKey({ name, unit, better }: Omit<PrintedMetric, 'value'>): string {
  return `printed [${unit.replaceAll(/\s/g, '_')} ${better}] ${name}`;
}

/** The metric that a name in a record stands for; null for the other figures of a trial. */
export function printedOf(key: string): Omit<PrintedMetric, 'value'> | null {
  const [, unit, better, name] = KEY.exec(key) ?? [];
  return unit === undefined || name === undefined
    ? null
    : { name, unit, better: better === 'higher' ? 'higher' : 'lower' };
}
