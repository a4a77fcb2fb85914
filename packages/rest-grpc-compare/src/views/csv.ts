import type { ComparisonInput, TestValidity } from '../comparison-input.js';
import type { MetricResult } from '../metric-result.js';
import { type ComparisonEvidence, compareFigure } from './comparison-rows.js';
import { type CsvRow, rowsFor } from './csv-rows.js';
import { evidenceOf } from './evidence-of.js';
import { fixed, NOT_AVAILABLE } from './format.js';

/**
 * The original's CSV: its header and rows first, what it left out after them, then one row per kind of error. A
 * difference is marked `+` where higher is better and `-` where lower is; with rounds, `Winner` is `-` unless the
 * interval of the difference excludes zero. Further protocols are further columns; what another client saw are further
 * rows, marked with its name.
 */
export function renderCsv(input: ComparisonInput): string {
  const blocks = [blockOf(input), ...otherClients(input)];
  const header = ['Metric', 'REST', 'gRPC', 'Winner', 'Difference_Pct'];
  return csvText([
    [...header, ...(blocks[0]?.others ?? []).map(({ protocol }) => protocol)],
    ...blocks.flatMap(blockRows),
  ]);
}

/** Every figure of these results, one column each, and nothing compared. */
export function renderCsvColumns(
  columns: readonly { readonly name: string; readonly result: MetricResult }[],
): string {
  const results = columns.map(({ result }) => result);
  return csvText([
    ['Metric', ...columns.map(({ name }) => name)],
    ...rowsFor(results).map(({ label, show }) => [label, ...results.map(show)]),
    ...errorTypes(results).map((type) => [`Errors: ${type}`, ...results.map((r) => errorCount(r, type))]),
  ]);
}

/** What one client saw. */
interface Block {
  /** In front of each row's name. */
  readonly prefix: string;
  readonly rest: MetricResult;
  readonly grpc: MetricResult;
  readonly others: readonly MetricResult[];
  readonly evidence: ComparisonEvidence | undefined;
  readonly validity: Pick<TestValidity, 'rest' | 'grpc'> | undefined;
}

function blockOf({ rest, grpc, evidence, validity, facts, contenders }: ComparisonInput): Block {
  const others = (contenders?.figures ?? []).filter(
    ({ client, protocol }) => client === facts?.client && protocol !== 'rest' && protocol !== 'grpc',
  );
  return { prefix: '', rest, grpc, others: others.map(({ result }) => result), evidence, validity };
}

function otherClients({ facts, contenders }: ComparisonInput): Block[] {
  if (contenders === undefined) return [];
  const { figures, comparisons } = contenders;
  const clients = [...new Set(figures.map(({ client }) => client))].filter(
    (client) => client !== facts?.client,
  );
  return clients.flatMap((client): Block[] => {
    const own = figures.filter((one) => one.client === client);
    const rest = own.find(({ protocol }) => protocol === 'rest');
    const grpc = own.find(({ protocol }) => protocol === 'grpc');
    if (rest === undefined || grpc === undefined) return [];
    return [
      {
        prefix: `${client}: `,
        rest: rest.result,
        grpc: grpc.result,
        others: own.filter((one) => one !== rest && one !== grpc).map(({ result }) => result),
        evidence: evidenceOf(comparisons, rest.cell, grpc.cell),
        validity: { rest: rest.validity, grpc: grpc.validity },
      },
    ];
  });
}

function blockRows(block: Block): string[][] {
  const { prefix, rest, grpc, others, validity } = block;
  const results = [rest, grpc, ...others];
  return [
    ...rowsFor([rest, grpc]).map((row) => [...cells(row, block), ...others.map(row.show)]),
    ...errorTypes(results).map((type) => [
      `Errors: ${type}`,
      errorCount(rest, type),
      errorCount(grpc, type),
      '-',
      '-',
      ...others.map((other) => errorCount(other, type)),
    ]),
    ...(validity === undefined
      ? []
      : [
          [
            'Validity',
            validityText(validity.rest),
            validityText(validity.grpc),
            '-',
            '-',
            ...others.map(() => '-'),
          ],
        ]),
  ].map(([label, ...values]) => [prefix + label, ...values]);
}

function errorCount(result: MetricResult, type: string): string {
  return String(result.errors[type] ?? 0);
}

function csvText(lines: readonly (readonly string[])[]): string {
  return `${lines.map((line) => line.map(field).join(',')).join('\n')}\n`;
}

function cells({ label, show, figure }: CsvRow, { rest, grpc, evidence }: Block): string[] {
  const values = [label, show(rest), show(grpc)];
  if (figure === undefined) return [...values, '-', '-'];
  const row = compareFigure(figure, rest, grpc, evidence);
  return [...values, row.winner ?? '-', markedDifference(row.difference, row.kind === 'lower')];
}

/** The size of the difference with the sign of what would be better, as the original has it. */
function markedDifference(difference: number, lowerIsBetter: boolean): string {
  const text = fixed(Math.abs(difference), 1);
  if (text === NOT_AVAILABLE || text === '0.0') return text;
  return `${lowerIsBetter ? '-' : '+'}${text}`;
}

function errorTypes(results: readonly MetricResult[]): string[] {
  return [...new Set(results.flatMap(({ errors }) => Object.keys(errors)))].sort();
}

function validityText({
  verdict,
  reasons,
}: {
  verdict: string;
  reasons: readonly { code: string }[];
}): string {
  return [verdict, ...new Set(reasons.map(({ code }) => code))].join(' ');
}

/** RFC 4180: a cell with a separator, a quote or a line break is quoted. Line breaks of any kind count. */
function field(text: string): string {
  return /[",\r\n\u2028\u2029]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
