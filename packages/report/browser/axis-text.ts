import type { AxisUnit } from '../src/html/chart/chart-spec.js';
import { formatCount, formatValue } from '../src/scale/scale.js';
import { percentileText, tickText } from '../src/scale/tick-text.js';

/** A value at a tick of an axis. */
export function axisText(unit: AxisUnit, value: number): string {
  switch (unit) {
    case 'percentile':
      return percentileText(value);
    case 'sec':
      return `${Number(value.toPrecision(6))} s`;
    case 'count':
      return formatCount(Number(value.toPrecision(3)));
    case 'cores':
      return String(Number(value.toPrecision(3)));
    default:
      return tickText(unit, value);
  }
}

/** A value under the cursor, with all the digits it deserves. */
export function cursorText(unit: AxisUnit, value: number): string {
  if (unit === 'sec') return `${value.toFixed(2)} s`;
  if (unit === 'count') return formatCount(value);
  if (unit === 'cores') return `${value.toFixed(3)} cores`;
  return unit === 'percentile' ? `p${percentileText(value).replace(' %', '')}` : formatValue(unit, value);
}

/** Percentiles worth a label on an axis that ends here. */
export function percentileTicks(most: number): number[] {
  const decades = Array.from({ length: 10 }, (_, i) => 10 ** (i + 1));
  return [1, 2, 4, 10, 20, ...decades.slice(1)].filter((tick) => tick <= most * 1.0001);
}
