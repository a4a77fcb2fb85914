import { BenchwrightError } from '../errors.js';
import type { ConfigProblem } from './source.js';

/** One line: where, what, and what was probably meant. */
export function formatConfigProblem({ origin, message, suggestion }: ConfigProblem): string {
  return `${origin}  ${message}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`;
}

/** A config that cannot be used; `problems` holds all that is wrong with it, and the message one line for each. */
export class ConfigError extends BenchwrightError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super('ERR_CONFIG', problems.map(formatConfigProblem).join('\n'));
    this.problems = problems;
  }
}
