import { isDeepStrictEqual } from 'node:util';
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
  expect(isDeepStrictEqual(actual, expected), `${what}: expected ${shown(expected)}, got ${shown(actual)}`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
