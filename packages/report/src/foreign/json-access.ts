/** An object of parsed JSON; null for anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** The value under these keys; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    const object = objectOf(at);
    return object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
  }, value);
}

/** The finite number under these keys, times a factor; null where there is none. */
export function numberAt(value: unknown, path: readonly string[], factor = 1): number | null {
  const found = valueAt(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found * factor : null;
}

/** The sum of the numbers of an object; 0 for anything else. */
export function sumOf(value: unknown): number {
  return Object.values(objectOf(value) ?? {}).reduce<number>(
    (sum, one) => sum + (typeof one === 'number' && Number.isFinite(one) ? one : 0),
    0,
  );
}
