import { terminalSafe } from '@benchwright/report';
import type { ChecklistItem } from './judge-checklist.js';

const BOXES = { done: '[x]', partly: '[~]', open: '[ ]' } as const;

/** The checklist as Markdown, which a terminal shows as well: what there is below each item, and what would provide the rest. Pure. */
export function renderChecklist(items: readonly ChecklistItem[]): string {
  const count = items.filter(({ state }) => state === 'done').length;
  const lines = items.flatMap(({ title, state, evidence, next }) => [
    `- ${BOXES[state]} ${title}`,
    ...evidence.map((text) => `      ${terminalSafe(text)}`),
    ...(next === null ? [] : [`      next: ${next}`]),
  ]);
  return `${[...lines, '', `${count} of ${items.length} have evidence`].join('\n')}\n`;
}
