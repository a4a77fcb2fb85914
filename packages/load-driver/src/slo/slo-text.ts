import type { SloSubject } from './slo.js';

/** The unit of each kind of figure, as metrics have it. */
const UNITS = { latency: 'ns', share: '1', rate: '1/s' } as const;

/** The unit of a subject's figures, as metrics have it; null for a metric whose name does not say. */
export function unitOf(subject: SloSubject): string | null {
  return subject.kind === 'metric' ? subject.unit : UNITS[subject.kind];
}

const TIMES = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

const SIZES = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const;

/** A figure of a subject in the form that conditions are written in, to three digits: `61.2ms`, `0.12%`, `1840/s`, `64MiB`. */
export function amountText(subject: SloSubject, value: number): string {
  const unit = unitOf(subject);
  switch (unit) {
    case 'ns':
      return inUnit(TIMES, 'ns', value);
    case '1':
      return `${rounded(value * 100)}%`;
    case '1/s':
      return `${value < 1000 ? rounded(value) : Math.round(value)}/s`;
    case 'B':
      return inUnit(SIZES, 'B', value);
    case 'B/s':
      return `${inUnit(SIZES, 'B', value)}/s`;
    default:
      return rounded(value);
  }
}

function inUnit(units: readonly (readonly [string, number])[], smallest: string, value: number): string {
  const [unit, size] = units.find(([, least]) => Math.abs(value) >= least) ?? [smallest, 1];
  return `${rounded(value / size)}${unit}`;
}

/** Three digits, but never fewer than stand before the point. */
function rounded(value: number): string {
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}
