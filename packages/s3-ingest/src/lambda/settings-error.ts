/** One environment variable that cannot be used: what was given and what is allowed. */
export interface SettingProblem {
  readonly variable: string;
  /** As it was given; null where it is missing. */
  readonly value: string | null;
  /** What is allowed, as a phrase: `1 to 10000`. */
  readonly allowed: string;
  /** Why, where the range alone does not say it. */
  readonly because?: string;
}

/**
 * The function's environment variables cannot be used. It stands alone, without the house's base class, because everything
 * that the handler imports ends up in the file that is deployed.
 */
export class LambdaSettingsError extends Error {
  readonly code = 'ERR_LAMBDA_SETTINGS';
  readonly hint = 'Set them in the environment of the function, or of the shell for benchwright s3 invoke';
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map((problem) => `  ${problemText(problem)}`);
    super(`${problems.length} of the function's settings cannot be used:\n${lines.join('\n')}`);
    this.name = 'LambdaSettingsError';
    this.problems = problems;
  }
}

function problemText({ variable, value, allowed, because }: SettingProblem): string {
  const given = value === null ? 'is not set' : `is ${JSON.stringify(value)}`;
  return `${variable} ${given}; allowed: ${allowed}${because === undefined ? '' : ` (${because})`}`;
}
