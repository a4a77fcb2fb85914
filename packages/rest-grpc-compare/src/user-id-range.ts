/** The ids that requests are drawn from, both ends included. */
export interface UserIdRange {
  readonly min: number;
  readonly max: number;
}

const FORM = /^\s*(\d+)\s*-\s*(\d+)\s*$/;

/** Reads `min-max`; null unless both are whole numbers with 1 ≤ min ≤ max. */
export function parseUserIdRange(text: string): UserIdRange | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const min = Number(match[1]);
  const max = Number(match[2]);
  return Number.isSafeInteger(max) && min >= 1 && min <= max ? { min, max } : null;
}

/** What is wrong with a range that {@link parseUserIdRange} refuses, to be read after the name of the field. */
export function userIdRangeProblem(text: string): string {
  const shown = `'${text.slice(0, 40)}'`;
  const match = FORM.exec(text);
  if (match === null) return `must be two whole numbers as min-max (for example 1-10000), got ${shown}`;
  if (Number(match[1]) < 1) return `must start at 1 or above, got ${shown}`;
  if (Number(match[1]) > Number(match[2])) return `must not start above its end, got ${shown}`;
  return `must stay within ${Number.MAX_SAFE_INTEGER}, got ${shown}`;
}
