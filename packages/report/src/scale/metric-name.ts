import { terminalSafe } from '../text/terminal-safe.js';

// The unit stands beside the number, so the name need not repeat it.
const UNIT_SUFFIX = /(Ns|Bytes|PerSec|BytesPerMs|Pct)$/;

/** `responseTimeNs` → `response time`, `bytesInPerSec` → `bytes in`: a metric's key in the words of the field. */
export function metricName(key: string): string {
  const bare = key.replace(UNIT_SUFFIX, '');
  const words = (bare === '' ? key : bare).replace(
    /([a-z0-9])([A-Z])/g,
    (_, before, after) => `${before} ${after.toLowerCase()}`,
  );
  return terminalSafe(words);
}

/** A dimensionless metric that is a part of a whole (`errorShare`) is shown in percent, any other as the number it is. */
export function shownUnit(key: string, unit: string): string {
  if (unit !== '1') return unit;
  return /Share$/.test(key) ? 'share' : '';
}
