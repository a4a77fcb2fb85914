import { scaleFor } from './scale.js';

/** A round value as an axis shows it: `10 µs`, `2.5 ms`, `1,500 /s`; no more digits than it has. */
export function tickText(unit: string, value: number): string {
  const scale = scaleFor(unit, [value]);
  const number = Number((value / scale.divisor).toPrecision(4));
  const text = Math.abs(number) >= 1000 ? number.toLocaleString('en-US') : String(number);
  return scale.unit === '' ? text : `${text} ${scale.unit}`;
}

/** A place on an axis of 1 ÷ (1 − q) as the percentile it is: 1 → `0 %`, 1000 → `99.9 %`. */
export function percentileText(inverse: number): string {
  if (!(inverse > 1)) return '0 %';
  const decimals = Math.max(0, Math.ceil(Math.log10(inverse) - 1e-9) - 2);
  return `${Number((100 * (1 - 1 / inverse)).toFixed(decimals))} %`;
}
