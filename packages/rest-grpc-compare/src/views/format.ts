/** What stands where there is no number to show. */
export const NOT_AVAILABLE = 'n/a';

/** A number with a fixed count of decimals and grouped thousands: `241,325`. */
export function grouped(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

/** A number with a fixed count of decimals, ungrouped. */
export function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : NOT_AVAILABLE;
}

/** Milliseconds with two decimals, four where two would leave hardly a digit. */
export function milliseconds(ms: number): string {
  return fixed(ms, ms !== 0 && Math.abs(ms) < 0.1 ? 4 : 2);
}

/** Bytes, whole if they are whole (an average need not be). */
export function bytes(value: number): string {
  return fixed(value, 1).replace(/\.0$/, '');
}

/** A share in percent: as many decimals, up to four, as it takes not to round one failure in many away. */
export function percent(share: number): string {
  for (let decimals = 1; decimals < 4; decimals++) {
    const text = fixed(share, decimals);
    const rounded = Number(text);
    if ((rounded !== 100 || share === 100) && (rounded !== 0 || share === 0)) return text;
  }
  return fixed(share, 4);
}

/** A signed number with one decimal: `+27.0`, `-26.5`, `0.0`. */
export function signed(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '-' : '+'}${text}`;
}

/** A signed percentage with one decimal; above 1000 % without, above a million as a power of ten. */
export function signedPercent(value: number): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  const size = Math.abs(value);
  if (size < 1000) return `${signed(value)}%`;
  const sign = value < 0 ? '-' : '+';
  return `${sign}${size < 1e6 ? size.toFixed(0) : size.toExponential(1)}%`;
}

/** `2024-01-15 14:30:00 UTC` of an ISO time; the text itself if it is none. */
export function utcTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
