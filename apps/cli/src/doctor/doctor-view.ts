import { terminalSafe, wrapColumns } from '@benchwright/report';
import pc from 'picocolors';
import type { Page } from '../output/result-text.js';
import type { Finding } from './facts.js';

const MARKS: Readonly<Record<Finding['status'], string>> = { ok: 'ok', warn: 'warn', unknown: '?' };
const MARK_WIDTH = 6;

/** The doctor's findings for people: what may disturb a measurement comes with why and what to do. Pure. */
export function doctorText(findings: readonly Finding[], page: Page): string {
  const titleWidth = Math.max(...findings.map(({ title }) => title.length));
  const lines = findings.flatMap((finding) => [
    ...findingLines(finding, titleWidth, page),
    ...(finding.status === 'warn' ? adviceLines(finding, page) : []),
  ]);
  return `${[...lines, '', ...wrapColumns(conclusion(findings), page.columns)].join('\n')}\n`;
}

function findingLines(
  { status, title, value }: Finding,
  titleWidth: number,
  { columns, color }: Page,
): string[] {
  const colors = pc.createColors(color);
  const paint = { ok: colors.green, warn: colors.yellow, unknown: colors.dim };
  const indent = MARK_WIDTH + titleWidth + 2;
  const [first = '', ...rest] = wrapColumns(terminalSafe(value), columns - indent);
  const mark = paint[status](MARKS[status].padEnd(MARK_WIDTH));
  return [`${mark}${title.padEnd(titleWidth)}  ${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
}

function adviceLines({ why, action }: Finding, { columns }: Page): string[] {
  const indent = ' '.repeat(MARK_WIDTH);
  const wrapped = (text: string, lead: string): string[] =>
    wrapColumns(text, columns - MARK_WIDTH - lead.length).map(
      (line, i) => `${indent}${i === 0 ? lead : ' '.repeat(lead.length)}${line}`,
    );
  return [...wrapped(why, ''), ...wrapped(action, '→ ')];
}

function conclusion(findings: readonly Finding[]): string {
  const warnings = findings.filter(({ status }) => status === 'warn').length;
  if (warnings === 0) return 'Nothing here is known to disturb a measurement.';
  const things = warnings === 1 ? '1 thing' : `${warnings} things`;
  return `${things} here may disturb a measurement. Benchwright measures all the same, and says in each result what it saw.`;
}
