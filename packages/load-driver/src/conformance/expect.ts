import { BenchwrightError } from '@benchwright/result-schema';

/** A suite does not keep the contract. */
export class ConformanceError extends BenchwrightError {
  constructor(message: string) {
    super('ERR_CONFORMANCE', message);
  }
}

export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ConformanceError(message);
}

export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(got === wanted, `${what}: expected ${wanted}, got ${got}`);
}
