import { groupReasons, terminalSafe, wrapColumns } from '@benchwright/report';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { type CellSpec, specOf } from '../cell-spec.js';
import { comparisonLines } from './comparison-lines.js';
import { latencyTable } from './latency-table.js';
import { leftOutLines } from './left-out-lines.js';
import { concurrencyTable, memoryTable } from './peak-tables.js';
import type { Row } from './rows.js';
import { stageTable } from './stage-table.js';

const COLUMNS = 100;

/** The result for people: verdict, latencies beside their limit, concurrency, memory, stages, and what differs from what. Pure. */
export function renderText(result: RunResult): string {
  const measured = result.cells.filter(({ trials }) => trials > 0);
  const rows = labelled(measured);
  const of = (...tests: CellSpec['test'][]): Row[] => rows.filter(({ spec }) => tests.includes(spec.test));
  const sections = [
    head(result),
    latencyTable(of('throughput', 'encrypt', 'decrypt')),
    concurrencyTable(of('concurrency'), of('throughput')),
    memoryTable(of('memory')),
    stageTable(of('stages')),
    comparisonLines(result.comparisons),
    leftOutLines(result.run.config),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({ validity, cells, run, environment }: RunResult): string[] {
  const reasons = groupReasons(validity.reasons, cells).flatMap(({ verdict, text, code, hint }) => [
    ...marked(`  ${verdict}  `, `${text} [${code}]`),
    ...(hint === '' ? [] : marked('    → ', hint)),
  ]);
  const trials = cells.reduce((sum, cell) => sum + cell.trials, 0);
  const planned = cells.reduce((sum, cell) => sum + cell.plannedTrials, 0);
  return [
    `${validity.verdict.toUpperCase()}  DynamoDB item encryption in TypeScript`,
    ...marked(
      '  ',
      `${environment.cpu.model} · ${environment.cpu.logicalCores} CPUs · Node ${environment.runtime.node} · seed ${run.seed} · ${trials} of ${planned} trials`,
    ),
    ...reasons,
  ];
}

function marked(mark: string, text: string): string[] {
  const lines = wrapColumns(terminalSafe(text), COLUMNS - mark.length);
  return lines.map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

/** Labels name the factors that vary in this run; a run of one kind of item needs none. */
function labelled(cells: readonly CellResult[]): Row[] {
  const rows = cells.map((cell) => ({ cell, spec: specOf(cell) }));
  const texts: readonly [keyof CellSpec, (spec: CellSpec) => string][] = [
    ['shape', ({ shape }) => shape],
    ['attributes', ({ attributes }) => `${attributes} attr`],
    ['nesting', ({ nesting }) => `depth ${nesting}`],
    ['encryptedShare', ({ encryptedShare }) => `${Math.round(encryptedShare * 100)} % enc`],
    ['suite', ({ suite }) => suite],
    ['headerVersion', ({ headerVersion }) => `v${headerVersion}`],
    ['format', ({ format }) => format],
    ['encrypted', ({ encrypted }) => (encrypted ? 'encrypted' : 'plain')],
  ];
  const varying = texts.filter(([key]) => new Set(rows.map(({ spec }) => spec[key])).size > 1);
  return rows.map(({ cell, spec }) => ({
    cell,
    spec,
    label: varying.map(([, text]) => text(spec)).join(' '),
  }));
}
