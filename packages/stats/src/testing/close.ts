/** Equal to a relative tolerance (absolute below 1e-300); equal infinities and NaN match. */
export function isClose(actual: number, expected: number, tolerance: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1e-300);
}

/** Throws with both numbers and where they belong. */
export function expectClose(actual: number, expected: number, tolerance = 1e-12, about = ''): void {
  if (isClose(actual, expected, tolerance)) return;
  throw new Error(`${about} got ${actual}, expected ${expected} within ${tolerance} relative`);
}

/** Both ends; `expected` may be what JSON holds: numbers or the names of the non-finite ones. */
export function expectInterval(
  actual: readonly [number, number],
  expected: readonly (number | string)[],
  tolerance = 1e-12,
): void {
  expectClose(actual[0], Number(expected[0]), tolerance, 'low end:');
  expectClose(actual[1], Number(expected[1]), tolerance, 'high end:');
}

/** The codes of the warnings, for assertions that do not hang on their wording. */
export function codes({ warnings }: { readonly warnings: readonly { readonly code: string }[] }): string[] {
  return warnings.map(({ code }) => code);
}
