import { createHash } from 'node:crypto';

/** More trials make the same figure surer, a limit or a ceiling is what it is held against: none makes it another figure. */
const NOT_MEASURED: ReadonlySet<string> = new Set(['trials', 'ceiling', 'allowRemote']);

/**
 * A short name for what a run measured: equal for equal settings, whatever the order they are written in and however many trials
 * were made. Figures of runs with different settings do not belong in one line.
 */
export function configKey(config: Readonly<Record<string, unknown>>): string {
  const measured = Object.fromEntries(
    Object.entries(config).filter(
      ([field]) => !NOT_MEASURED.has(field) && (field !== 'slo' || isSearch(config.load)),
    ),
  );
  return createHash('sha256')
    .update(JSON.stringify(inOrder(measured)))
    .digest('hex')
    .slice(0, 8);
}

/** A search measures the rate at which an SLO is met, so another SLO is another figure. */
function isSearch(load: unknown): boolean {
  return typeof load === 'object' && load !== null && 'model' in load && load.model === 'search';
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([field, inner]): [string, unknown] => [field, inOrder(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
