const LOWEST = 100;
const HIGHEST = 599;

/**
 * Statuses as a user writes them: `200`, `2xx`, `200-299`, several with commas. Null when a part is none of these.
 * O(parts × 500).
 */
export function parseStatusSet(text: string): ReadonlySet<number> | null {
  const statuses = new Set<number>();
  for (const part of text.split(',').map((word) => word.trim().toLowerCase())) {
    const range = rangeOf(part);
    if (range === null) return null;
    for (let status = range[0]; status <= range[1]; status++) statuses.add(status);
  }
  return statuses;
}

function rangeOf(part: string): readonly [least: number, most: number] | null {
  if (/^[1-5]xx$/.test(part)) {
    const hundreds = Number(part[0]) * 100;
    return [hundreds, hundreds + 99];
  }
  const [, from, to] = /^(\d{3})(?:\s*-\s*(\d{3}))?$/.exec(part) ?? [];
  if (from === undefined) return null;
  const [least, most] = [Number(from), Number(to ?? from)];
  return least >= LOWEST && most <= HIGHEST && least <= most ? [least, most] : null;
}
