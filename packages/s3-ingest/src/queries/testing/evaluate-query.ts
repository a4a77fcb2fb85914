import type { QueryRow } from '../run-figures.js';

type Line = Readonly<Record<string, unknown>>;

/** How `pct` picks a value from an ascending list: CloudWatch does not say, so that tests try more than one. */
export type Percentile = (sorted: readonly number[], percent: number) => number;

export const nearestRank: Percentile = (sorted, percent) =>
  sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;

export const interpolated: Percentile = (sorted, percent) => {
  const at = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? below) - below);
};

/**
 * Evaluates the text of a query over JSON lines as the reference of Logs Insights describes it: `filter` with `and`, `=`, `in`, `ispresent`; `stats` with
 * pct, count, sum, min, max `by` fields; `sort`. Written from the text alone: it shares nothing with what builds or computes.
 */
export function evaluateQuery(query: string, lines: readonly string[], percentile: Percentile): QueryRow[] {
  let records = lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  let rows: QueryRow[] = [];
  for (const command of query.split('\n|').map((text) => text.trim().replaceAll(/\s+/g, ' '))) {
    const [, verb, rest = ''] = /^(\w+) (.*)$/.exec(command) ?? [];
    if (verb === 'filter')
      records = records.filter((record) =>
        rest.split(' and ').every((condition) => holds(condition, record)),
      );
    else if (verb === 'stats') rows = stats(rest, records, percentile);
    else if (verb === 'sort') rows = sortRows(rows, rest);
    else throw new Error(`no such command: ${command}`);
  }
  return rows;
}

function holds(condition: string, record: Line): boolean {
  const present = /^ispresent\((\w+)\)$/.exec(condition);
  if (present !== null) return record[present[1]!] !== undefined && record[present[1]!] !== null;
  const among = /^(\w+) in (\[.*\])$/.exec(condition);
  // The literals of Logs Insights are those of JSON here: double quotes, backslashes before quotes and backslashes.
  if (among !== null) return (JSON.parse(among[2]!) as unknown[]).includes(record[among[1]!]);
  throw new Error(`no such condition: ${condition}`);
}

function stats(text: string, records: readonly Line[], percentile: Percentile): QueryRow[] {
  const [expressions = '', by = ''] = text.split(' by ');
  const keys = by.split(', ');
  const groups = new Map<string, Line[]>();
  for (const record of records) {
    const key = JSON.stringify(keys.map((name) => record[name]));
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()].map((group) => {
    const row: Record<string, string> = {};
    for (const name of keys) row[name] = String(group[0]![name] ?? '');
    for (const [, call, name, percent, as] of expressions.matchAll(/(\w+)\((\w+)(?:, (\d+))?\) as (\w+)/g)) {
      const value = aggregate(call!, group, name!, Number(percent), percentile);
      row[as!] = Number.isNaN(value) ? '' : String(value);
    }
    return row;
  });
}

function aggregate(
  call: string,
  group: readonly Line[],
  name: string,
  percent: number,
  percentile: Percentile,
): number {
  const present = group
    .map((record) => record[name])
    .filter((value) => value !== undefined && value !== null);
  if (call === 'count') return present.length;
  const values = present.map(Number).sort((a, b) => a - b);
  if (call === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (call === 'min') return values[0] ?? Number.NaN;
  if (call === 'max') return values.at(-1) ?? Number.NaN;
  if (call === 'pct') return percentile(values, percent);
  throw new Error(`no such function: ${call}`);
}

function sortRows(rows: readonly QueryRow[], text: string): QueryRow[] {
  const [field = '', direction] = text.split(' ');
  const sign = direction === 'desc' ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[field] ?? '', b[field] ?? ''];
    const order = Number.isNaN(Number(left))
      ? left < right
        ? -1
        : left > right
          ? 1
          : 0
      : Number(left) - Number(right);
    return sign * order;
  });
}
