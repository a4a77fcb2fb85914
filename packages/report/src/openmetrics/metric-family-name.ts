/** How a metric of ours is called in the world of Prometheus. */
export interface OpenMetricsName {
  /** `benchwright_response_time`: what it is, without its unit. */
  readonly base: string;
  /** `seconds`; empty for a number without a unit. */
  readonly unit: string;
  /** Our base unit divided by this is theirs. */
  readonly divisor: number;
}

const UNITS: Readonly<Record<string, readonly [unit: string, divisor: number]>> = {
  ns: ['seconds', 1e9],
  B: ['bytes', 1],
  bytes: ['bytes', 1],
  'B/s': ['bytes_per_second', 1],
  'bytes/s': ['bytes_per_second', 1],
  '1/s': ['per_second', 1],
  '/s': ['per_second', 1],
};

/** `responseTimeNs` in `ns` → `benchwright_response_time` in `seconds`. Characters that a name cannot have become `_`. */
export function openMetricsName(key: string, unit: string): OpenMetricsName {
  const known =
    UNITS[unit] ?? (unit === '1' && key.endsWith('Share') ? (['ratio', 1] as const) : (['', 1] as const));
  const bare = key.replace(/(Ns|Bytes|PerSec|Share)$/, '');
  const words = (bare === '' ? key : bare).replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return { base: `benchwright_${words.replace(/[^a-z0-9_]/g, '_')}`, unit: known[0], divisor: known[1] };
}
