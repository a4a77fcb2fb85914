import type { SloResult } from '@benchwright/result-schema';
import { BLANK, type Line, renderLines, type Span, type Style, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { failsGate, type GateReport, gateHeadline } from './gate-report.js';

export interface GateViewOptions {
  /** Terminal columns that no line exceeds. Default 80. */
  readonly columns?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'outcome', align: 'left' },
  { title: 'condition', align: 'left', minWidth: 24 },
  { title: 'cell', align: 'left', minWidth: 12 },
  { title: 'measured', align: 'left', minWidth: 10 },
];

/** A gate's decision as text: the verdict, every condition that is not met with its reason, then a table of all. Pure. */
export function renderGate(report: GateReport, options: GateViewOptions = {}): string {
  const columns = options.columns ?? 80;
  const { run, baseline, results, warnings, verdict } = report;
  const safe = (label: string, text: string, style?: Style): Line[] =>
    paragraph(label, terminalSafe(text), columns, style);
  const lines: Line[] = [
    ...safe('', gateHeadline(report)).map(
      ([, text]): Line => [span(text?.text ?? '', verdict === 'pass' ? 'good' : 'bad')],
    ),
    ...safe('  run       ', run, 'dim'),
    ...(baseline === null ? [] : safe('  baseline  ', baseline, 'dim')),
    ...warnings.flatMap(({ code, text }) => safe('  ! ', `${text} [${code}]`, 'warn')),
    BLANK,
    ...table(COLUMNS, results.map(tableRow), columns, 0),
    ...reasons(results).flatMap(({ label, text, style }) => [BLANK, ...safe(label, text, style)]),
  ];
  return renderLines(lines, columns, options.color ?? false);
}

function tableRow(result: SloResult): (string | Span)[] {
  const { id, cell, outcome, text } = result;
  return [
    span(outcomeText(result), styleOf(result)),
    terminalSafe(id),
    terminalSafe(cell),
    outcome === 'no-data' ? '–' : terminalSafe(text.split(/[,;]/)[0] ?? ''),
  ];
}

function outcomeText({ outcome, severity }: SloResult): string {
  const words = outcome.replace('-', ' ');
  return severity === 'warn' && outcome !== 'pass' ? `(${words})` : words;
}

function styleOf(result: SloResult): Style {
  if (result.outcome === 'pass') return 'good';
  return failsGate(result) ? 'bad' : 'warn';
}

function reasons(results: readonly SloResult[]): { label: string; text: string; style: Style }[] {
  return results
    .filter(({ outcome }) => outcome !== 'pass')
    .map((result) => {
      const { id, cell, text, why } = result;
      const said = `${id} (${cell}): ${text}`;
      return {
        label: `${failsGate(result) ? '✗' : '!'} `,
        text: why === undefined ? said : `${said}. Demanded because: ${why}`,
        style: styleOf(result),
      };
    });
}
