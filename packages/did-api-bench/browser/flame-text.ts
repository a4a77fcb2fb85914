import type { FlameTree } from './flame-tree.js';

/** A value for people. */
function valueText(unit: string, value: number): string {
  if (unit === 'samples') return `${Math.round(value)} samples`;
  const steps: readonly (readonly [number, string])[] =
    unit === 'ns'
      ? [
          [1e9, 's'],
          [1e6, 'ms'],
          [1e3, 'µs'],
          [1, 'ns'],
        ]
      : [
          [1e9, 'GB'],
          [1e6, 'MB'],
          [1e3, 'kB'],
          [1, 'B'],
        ];
  const [divisor, name] = steps.find(([from]) => value >= from) ?? steps.at(-1)!;
  return `${(value / divisor).toPrecision(3)} ${name}`;
}

/** All that there is to say about a box. */
export function boxText(tree: FlameTree, node: number): string {
  const { data } = tree;
  const percent = (value: number, whole: number): string =>
    `${(whole > 0 ? (100 * value) / whole : 0).toFixed(2)} %`;
  const share = (column: readonly number[]): string => percent(column[node] ?? 0, data.total[0] ?? 0);
  const source = tree.source(node);
  const parts = [
    source === '' ? tree.name(node) : `${tree.name(node)} (${source})`,
    `${share(data.total)} of all, ${valueText(data.unit, data.total[node] ?? 0)}; in itself ${share(data.self)}`,
  ];
  if (data.before !== null) {
    parts.push(`before: ${percent(data.before.total[node] ?? 0, data.before.total[0] ?? 0)}`);
  }
  return parts.join(' – ');
}

/** How much larger a node's share is than it was: -1 to 1, full at ten points of the whole. */
export function growth(tree: FlameTree, node: number): number {
  const { total, before } = tree.data;
  if (before === null) return 0;
  const now = (total[node] ?? 0) / (total[0] || 1);
  const then = (before.total[node] ?? 0) / (before.total[0] || 1);
  return Math.max(-1, Math.min(1, (now - then) * 10));
}
