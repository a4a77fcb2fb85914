import type { ReasonExplanation } from '@benchwright/load-driver';
import { wrapColumns } from '@benchwright/report';
import type { Page } from './result-text.js';

const LABEL = 10;

/** What a reason code stands for, for people. Pure. */
export function reasonText(
  { code, measures, suspect, invalid, why, action }: ReasonExplanation,
  page: Page,
): string {
  const rows: [label: string, text: string][] = [
    ['measured', measures],
    ['suspect', suspect],
    ['invalid', invalid],
    ['why', why],
    ['do', action],
  ];
  const lines = rows
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) =>
      wrapColumns(text, page.columns - LABEL - 2).map(
        (line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL)}${line}`,
      ),
    );
  return `${[code, ...lines].join('\n')}\n`;
}

/** docs/reasons.md: every reason code with its limits. Pure. */
export function reasonsMarkdown(reasons: readonly ReasonExplanation[]): string {
  const sections = reasons.map(({ code, measures, suspect, invalid, why, action }) =>
    [
      `## ${code}`,
      '',
      `- **Measured**: ${measures}.`,
      ...(suspect === '' ? [] : [`- **Suspect**: ${suspect}.`]),
      ...(invalid === '' ? [] : [`- **Invalid**: ${invalid}.`]),
      `- **Why**: ${why}`,
      `- **What to do**: ${action}`,
    ].join('\n'),
  );
  const head = [
    '# Reasons of verdicts',
    '',
    'Why a cell is *suspect* or *invalid*: every code with what is measured and the limit it is held against, made from the rules’ own',
    'thresholds. `benchwright report --explain CODE` prints the same. [method.md](method.md) says how each is obtained.',
  ].join('\n');
  return `${[head, ...sections].join('\n\n')}\n`;
}
