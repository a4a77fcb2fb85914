import {
  type RunComparison,
  renderComparison,
  renderComparisonMarkdown,
  toTerminalSafeJson,
} from '@benchwright/report';
import type { Page } from './result-text.js';

/** The forms that a comparison can be shown in. */
export const COMPARISON_FORMATS = ['console', 'markdown', 'json'] as const;

export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/** Comparisons with one base, as a page, as Markdown, or as JSON: one object, or a list where there are several. */
export function comparisonText(
  comparisons: readonly RunComparison[],
  format: ComparisonFormat,
  page: Page,
): string {
  switch (format) {
    case 'json':
      return toTerminalSafeJson(comparisons.length === 1 ? comparisons[0] : comparisons);
    case 'markdown':
      return comparisons.map(renderComparisonMarkdown).join('\n');
    case 'console':
      return comparisons.map((comparison) => renderComparison(comparison, page)).join('\n');
  }
}

/** What an invalid result says proves nothing, least of all that nothing regressed. */
export function isWorse({ rows, warnings }: RunComparison): boolean {
  return (
    rows.length === 0 ||
    rows.some(({ verdict }) => verdict === 'regressed') ||
    warnings.some(({ code }) => code === 'INVALID_RESULT')
  );
}
