import type { RunResult, SloResult, ValidityReason } from '@benchwright/result-schema';
import { type Line, type Style, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { verdictStyle } from './marks.js';
import { runExtent } from './run-facts.js';

/** The first thing a reader sees: whether the numbers below can be trusted, and if not, why and what to do. */
export function verdictLines(result: RunResult, reasons: readonly ValidityReason[], columns: number): Line[] {
  const { verdict } = result.validity;
  return [
    [
      span(verdict.toUpperCase(), verdictStyle(verdict)),
      span(`  ${terminalSafe(result.suite)}`, 'bold'),
      span(` · ${runExtent(result)}`),
    ],
    ...incompleteLines(result, columns),
    ...result.slos.flatMap((slo) => sloLines(slo, isSearch(result, slo), columns)),
    ...reasonLines(reasons, columns),
  ];
}

/** One reason a number must not simply be believed, with what to do about it. */
export function reasonLines(reasons: readonly ValidityReason[], columns: number): Line[] {
  return reasons.flatMap((reason) => [
    ...paragraph(
      `  ${reason.verdict}  `,
      terminalSafe(`${reason.text} [${reason.code}]`),
      columns,
      verdictStyle(reason.verdict),
    ),
    ...(reason.hint === '' ? [] : paragraph('    → ', terminalSafe(reason.hint), columns, 'dim')),
  ]);
}

function incompleteLines({ run }: RunResult, columns: number): Line[] {
  if (run.outcome === 'completed') return [];
  const text =
    run.outcome === 'interrupted'
      ? 'the run was interrupted; what follows rests on the trials measured before that'
      : 'the run ended early; what follows rests on the trials measured before that';
  return paragraph(`  ${run.outcome}  `, text, columns, 'warn');
}

const SLO_STYLE: Readonly<Record<SloResult['outcome'], Style>> = {
  pass: 'good',
  fail: 'bad',
  'not-shown': 'warn',
  'no-data': 'bad',
};

function isSearch({ cells }: RunResult, slo: SloResult): boolean {
  return cells.some(({ id, search }) => id === slo.cell && search !== undefined);
}

/** The statement of a search names its SLO itself. */
function sloLines(slo: SloResult, ofSearch: boolean, columns: number): Line[] {
  const label = `  ${slo.outcome.padEnd(9)}  `;
  const subject = ofSearch ? slo.cell : `${slo.id} (${slo.cell})`;
  return paragraph(label, terminalSafe(`${subject}: ${slo.text}`), columns, SLO_STYLE[slo.outcome]);
}
