import { BenchwrightError } from '@benchwright/result-schema';
import type { FunctionDefinition, LocalLambdaOptions } from './function-definition.js';

/** The functions or limits of a local Lambda cannot be. */
export class LocalLambdaError extends BenchwrightError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      'ERR_LOCAL_LAMBDA',
      `the local Lambda cannot be started:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      {
        hint: 'Correct the function definitions; the limits are those of Lambda',
      },
    );
    this.problems = problems;
  }
}

export const DEFAULT_ACCOUNT_CONCURRENCY = 1000;
const UNRESERVED_MINIMUM_ON_AWS = 100;

/** What reservations must leave, where nothing else is said: 100 as on AWS, or a tenth of a smaller account. */
export function defaultUnreservedMinimum(accountConcurrency: number): number {
  return Math.min(UNRESERVED_MINIMUM_ON_AWS, Math.floor(accountConcurrency / 10));
}

/** @throws LocalLambdaError with every problem at once */
export function checkOptions(options: LocalLambdaOptions): void {
  const { functions, accountConcurrency = DEFAULT_ACCOUNT_CONCURRENCY } = options;
  const minimum = options.unreservedMinimum ?? defaultUnreservedMinimum(accountConcurrency);
  const problems = functions.flatMap(definitionProblems);
  const seen = new Set<string>();
  for (const { name } of functions) {
    if (seen.has(name)) problems.push(`${name}: there are two functions of this name`);
    seen.add(name);
  }
  if (!isWhole(accountConcurrency, 1, 100_000))
    problems.push('accountConcurrency: allowed is a whole number from 1 to 100000');
  const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  if (reserved > accountConcurrency - minimum) {
    problems.push(
      `reservations add up to ${reserved}; of an account concurrency of ${accountConcurrency}, ${minimum} must stay unreserved`,
    );
  }
  if (problems.length > 0) throw new LocalLambdaError(problems);
}

function definitionProblems(definition: FunctionDefinition): string[] {
  const { name, memoryMb, timeoutSec, reservedConcurrency = 0 } = definition;
  const problems: string[] = [];
  if (!/^[\w-]{1,64}$/.test(name))
    problems.push('the name must be 1 to 64 letters, digits, hyphens and underscores');
  if (!isWhole(memoryMb, 128, 10_240)) problems.push(`memoryMb is ${memoryMb}; allowed: 128 to 10240`);
  if (!isWhole(timeoutSec, 1, 900)) problems.push(`timeoutSec is ${timeoutSec}; allowed: 1 to 900`);
  if (!isWhole(reservedConcurrency, 0, 100_000)) {
    problems.push(
      `reservedConcurrency is ${reservedConcurrency}; allowed: a whole number from 0, which is unreserved`,
    );
  }
  return problems.map((problem) => `${name}: ${problem}`);
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
