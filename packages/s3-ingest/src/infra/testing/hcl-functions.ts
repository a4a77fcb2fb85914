type Call = (...values: readonly unknown[]) => unknown;

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`not a list: ${JSON.stringify(value)}`);
}

/** Members of an object; positions and elements of a list. */
export function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((element, i) => [i, element]);
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  throw new Error(`nothing to go through: ${JSON.stringify(value)}`);
}

/** Functions of Terraform, those that the design needs, as its documentation has them. */
export const HCL_FUNCTIONS: Readonly<Record<string, Call>> = {
  alltrue: (values) => list(values).every((value) => value === true),
  contains: (values, value) => list(values).includes(value),
  flatten: (values) => list(values).flat(Number.POSITIVE_INFINITY),
  format: (pattern, ...values) => {
    const left = [...values];
    return String(pattern).replaceAll(/%[sd]/g, (verb) => {
      const value = left.shift();
      if (value === undefined || (verb === '%d' && !Number.isInteger(value)))
        throw new Error(`${verb} of ${value}`);
      return String(value);
    });
  },
  keys: (object) => entriesOf(object).map(([key]) => key),
  length: (value) => entriesOf(value).length,
  merge: (...objects) => Object.assign({}, ...objects),
  sort: (values) => [...list(values)].sort(),
  sum: (values) => list(values).reduce((sum: number, value) => sum + Number(value), 0),
  tostring: (value) => String(value),
};
