/**
 * A number as Python's `repr` writes a float, which is what `json.dumps` writes: `100.0`, `1e-07`, `1e+16`. Both languages print
 * the shortest digits that read back as the same double; they differ in when they use an exponent and in the `.0` of whole numbers.
 *
 * Source: CPython `float.__repr__` (format code 'r': exponents below -4 and from 16).
 */
export function pythonFloat(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}
