/** How an example in a Markdown file is to be run and judged; written in the comment before its block. */
export interface RunDirective {
  /** Numbers, their units and the width of columns may differ from those shown. */
  readonly numbersVary: boolean;
  /** Exit codes that are right. */
  readonly exitCodes: readonly number[];
  /** Programs without which the example is passed over. */
  readonly needs: readonly string[];
}

export const plainRun: RunDirective = { numbersVary: false, exitCodes: [0], needs: [] };

/**
 * Reads `run`, or `run: numbers vary, exit 0 or 4, needs jq`. Null for a comment that is about something else; throws
 * for an option that does not exist, so that a misspelt one never loosens a test unnoticed.
 */
export function parseDirective(comment: string | null): RunDirective | null {
  const match = comment === null ? null : /^run(?::\s*(.+))?$/s.exec(comment.trim());
  if (match === null) return null;
  const options = (match[1] ?? '').split(',').map((option) => option.trim());
  return options.filter((option) => option !== '').reduce(withOption, plainRun);
}

function withOption(directive: RunDirective, option: string): RunDirective {
  const exit = /^exit (\d+(?: or \d+)*)$/.exec(option)?.[1];
  const tool = /^needs ([\w.-]+)$/.exec(option)?.[1];
  if (option === 'numbers vary') return { ...directive, numbersVary: true };
  if (exit !== undefined) return { ...directive, exitCodes: exit.split(' or ').map(Number) };
  if (tool !== undefined) return { ...directive, needs: [...directive.needs, tool] };
  throw new Error(`unknown option "${option}" in <!-- run: … -->: numbers vary, exit N or M, needs PROGRAM`);
}
