/** How one column of numbers is shown: every value divided by the same divisor, with the same decimals, in one unit. */
export interface Scale {
  readonly unit: string;
  readonly divisor: number;
  readonly decimals: number;
}

interface Step {
  readonly unit: string;
  readonly divisor: number;
  /** Typical value from which this step is used. */
  readonly from: number;
}

const TIME: readonly Step[] = [
  { unit: 'ns', divisor: 1, from: 0 },
  { unit: 'µs', divisor: 1e3, from: 1e3 },
  { unit: 'ms', divisor: 1e6, from: 1e6 },
  { unit: 's', divisor: 1e9, from: 1e9 },
];

// Decimal prefixes: kB is 1000 B. Network rates are counted so, and two meanings of one prefix would be worse.
const BYTES: readonly Step[] = [
  { unit: 'B', divisor: 1, from: 0 },
  { unit: 'kB', divisor: 1e3, from: 1e4 },
  { unit: 'MB', divisor: 1e6, from: 1e6 },
  { unit: 'GB', divisor: 1e9, from: 1e9 },
  { unit: 'TB', divisor: 1e12, from: 1e12 },
];

// A rate reads well up to six digits, and is mostly compared with other tools, which print it whole.
const RATE: readonly Step[] = [
  { unit: '/s', divisor: 1, from: 0 },
  { unit: 'k/s', divisor: 1e3, from: 1e6 },
  { unit: 'M/s', divisor: 1e6, from: 1e8 },
];

const SIGNIFICANT_DIGITS = 4;
const MAX_DECIMALS = 3;

/** The scale for a column of durations in nanoseconds. Null and non-finite values are ignored. */
export function scaleTime(valuesNs: readonly (number | null)[]): Scale {
  return choose(valuesNs, TIME);
}

/** The scale for a column of sizes in bytes (decimal prefixes). */
export function scaleBytes(valuesBytes: readonly (number | null)[]): Scale {
  return choose(valuesBytes, BYTES);
}

/** The scale for a column of rates per second. */
export function scaleRate(valuesPerSec: readonly (number | null)[]): Scale {
  return choose(valuesPerSec, RATE);
}

/** The scale for a column of metrics whose unit is only known at run time; an unknown unit is shown as it is. */
export function scaleFor(unit: string, values: readonly (number | null)[]): Scale {
  switch (unit) {
    case 'ns':
      return scaleTime(values);
    case 'B':
    case 'bytes':
      return scaleBytes(values);
    case 'B/s':
    case 'bytes/s': {
      const scale = scaleBytes(values);
      return { ...scale, unit: `${scale.unit}/s` };
    }
    case '/s':
    case '1/s':
    case 'requests/s':
      return scaleRate(values);
    case 'share':
      return { unit: '%', divisor: 0.01, decimals: 2 };
    default:
      return choose(values, [{ unit, divisor: 1, from: 0 }]);
  }
}

/** A value in a scale, without its unit: grouped in thousands; `∞` where there is no bound, `–` where there is no number. */
export function formatIn(scale: Scale, value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const text = (value / scale.divisor).toFixed(scale.decimals);
  return group(/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);
}

/** A single value with its unit, scaled for itself. */
export function formatValue(unit: string, value: number | null): string {
  const scale = scaleFor(unit, [value]);
  return withUnit(formatIn(scale, value), scale.unit);
}

export function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`;
}

/** A whole number with thousands separators. */
export function formatCount(value: number): string {
  return group(String(value));
}

/**
 * The unit suits the column's median magnitude, so that one outlier does not turn every other value into zeros; the
 * decimals show its smallest value to four digits where three decimals allow that.
 */
function choose(values: readonly (number | null)[], steps: readonly Step[]): Scale {
  const sizes = values
    .map((value) => Math.abs(value ?? 0))
    .filter((size) => size > 0 && Number.isFinite(size))
    .sort((a, b) => a - b);
  const first = steps[0]!;
  const [smallest, typical] = [sizes[0], sizes[Math.floor(sizes.length / 2)]];
  if (smallest === undefined || typical === undefined) return { ...pick(first), decimals: 0 };
  const step = steps.findLast(({ from }) => from <= typical) ?? first;
  const whole = step.divisor === 1 && sizes.every((size) => Number.isInteger(size));
  const digitsBeforePoint = Math.floor(Math.log10(smallest / step.divisor)) + 1;
  const decimals = whole ? 0 : Math.min(MAX_DECIMALS, Math.max(0, SIGNIFICANT_DIGITS - digitsBeforePoint));
  return { ...pick(step), decimals };
}

function pick({ unit, divisor }: Step): Pick<Scale, 'unit' | 'divisor'> {
  return { unit, divisor };
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  if (!/^-?\d+$/.test(whole)) return digits;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
