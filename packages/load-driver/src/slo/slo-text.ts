import type { SloSubject } from './slo.js';

/** The unit of each kind of figure, as metrics have it. */
export const UNITS: Readonly<Record<SloSubject['kind'], string>> = { latency: 'ns', share: '1', rate: '1/s' };

const TIMES = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** A figure of a subject in the form that conditions are written in, to three digits: `61.2ms`, `0.12%`, `1840/s`. */
export function amountText({ kind }: SloSubject, value: number): string {
  switch (kind) {
    case 'latency': {
      const [unit, ns] = TIMES.find(([, size]) => value >= size) ?? ['ns', 1];
      return `${rounded(value / ns)}${unit}`;
    }
    case 'share':
      return `${rounded(value * 100)}%`;
    case 'rate':
      return `${value < 1000 ? rounded(value) : Math.round(value)}/s`;
  }
}

/** Three digits, but never fewer than stand before the point. */
function rounded(value: number): string {
  return String(value >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}
