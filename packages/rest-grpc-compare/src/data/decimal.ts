/** Whole cents as decimal text with two places (129900 → "1299.00"). `cents` must be a non-negative integer. */
export function formatCents(cents: number): string {
  const rest = cents % 100;
  return rest < 10 ? `${(cents - rest) / 100}.0${rest}` : `${(cents - rest) / 100}.${rest}`;
}
