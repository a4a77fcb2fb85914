import { groupReasons, terminalSafe, wrapColumns } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import { analysisTexts } from './analysis-texts.js';
import { cellTable } from './cell-table.js';
import { PAGE_COLUMNS } from './columns.js';
import { costTable } from './cost-table.js';
import { limitLines } from './limit-lines.js';

/** The result for people: verdict, a table of the cells, what they cost, and which factor makes the difference. Pure. */
export function renderText(result: RunResult): string {
  const measured = result.cells.filter(({ trials }) => trials > 0);
  const workloads = (['events', 'batch'] as const).map((workload) =>
    measured.filter(({ factors }) => factors.workload === workload),
  );
  const sections = [
    head(result),
    limitLines(measured),
    ...workloads.flatMap((cells) => [cellTable(cells), costTable(cells)]),
  ];
  const analysis = (['events', 'batch'] as const).flatMap((workload) =>
    analysisTexts(measured, workload, result.run),
  );
  return [
    ...sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`),
    ...analysis,
  ].join('\n');
}

function head({ validity, cells, run, environment }: RunResult): string[] {
  const trials = cells.reduce((sum, cell) => sum + cell.trials, 0);
  const planned = cells.reduce((sum, cell) => sum + cell.plannedTrials, 0);
  const { cpu, runtime } = environment;
  const reasons = groupReasons(validity.reasons, cells);
  return [
    `${validity.verdict.toUpperCase()}  Ingestion into S3 through Lambda`,
    ...marked(
      '  ',
      `${cpu.model} · ${cpu.logicalCores} CPUs · Node ${runtime.node} · seed ${run.seed} · ${trials} of ${planned} trials`,
    ),
    ...reasons
      .slice(0, MOST_REASONS)
      .flatMap(({ verdict, text, code, hint }) => [
        ...marked(`  ${verdict}  `, `${text} [${code}]`),
        ...(hint === '' ? [] : marked('    → ', hint)),
      ]),
    ...(reasons.length > MOST_REASONS
      ? [`  … and ${reasons.length - MOST_REASONS} more reasons (--json has them all)`]
      : []),
  ];
}

const MOST_REASONS = 8;

function marked(mark: string, text: string): string[] {
  const lines = wrapColumns(terminalSafe(text), PAGE_COLUMNS - mark.length);
  return lines.map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}
