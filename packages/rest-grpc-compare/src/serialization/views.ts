import type { View } from '@benchwright/load-driver';
import { formatValue, terminalSafe } from '@benchwright/report';
import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { groupBy } from '../matrix/group-by.js';
import { reasonLines } from '../matrix/reason-lines.js';
import { csvLine, textTable } from '../matrix/text-table.js';
import { CODECS, type CodecId } from './codec-names.js';
import { type SerialFactors, serialFactorsOf } from './plan.js';

/** What messages cost, as a report, as a table for spreadsheets, and as a document. */
export const serializationViews: readonly View[] = [
  { id: 'console', title: 'Serialisation cost, as a report', mediaType: 'text/plain', render: renderConsole },
  {
    id: 'json',
    title: 'Serialisation cost, as a document',
    mediaType: 'application/json',
    render: renderJson,
  },
  { id: 'csv', title: 'Serialisation cost, as a table', mediaType: 'text/csv', render: renderCsv },
];

/** Those that decode, too. */
const DECODING = ['json', 'protobuf', 'graphql'] as const satisfies readonly CodecId[];

interface Row {
  readonly factors: SerialFactors;
  readonly cell: CellResult;
}

function rowsOf({ cells }: RunResult): Row[] {
  return cells.map((cell) => ({ factors: serialFactorsOf(cell), cell }));
}

function renderConsole(result: RunResult): string {
  const rows = rowsOf(result);
  const groups = groupBy(rows, ({ factors }) => `${factors.operation} ${factors.message}`);
  const codecs = CODECS.filter((codec) => rows.some(({ factors }) => factors.codec === codec));
  const metricOf = (group: readonly Row[], direction: SerialFactors['direction'], codec: string) =>
    group.find(({ factors }) => factors.direction === direction && factors.codec === codec)?.cell.metrics;
  const table = (direction: SerialFactors['direction']): string[] => [
    '',
    `${direction === 'encode' ? 'Encode' : 'Decode'}, time per message (95 % interval over trials as ±)`,
    ...textTable([
      ['message', ...codecs],
      ...[...groups].map(([name, group]) => [
        name,
        ...codecs.map((codec) => withInterval(metricOf(group, direction, codec)?.nsPerMessage)),
      ]),
    ]).map((line) => `  ${line}`),
  ];
  const sizes = [...groups].map(([name, group]) => {
    const of = (codec: string): Metric | undefined =>
      (metricOf(group, 'encode', codec) ?? metricOf(group, 'decode', codec))?.bytesPerMessage;
    const [json, protobuf] = [of('json') ?? of('json-compiled'), of('protobuf') ?? of('protobuf-reused')];
    const share =
      json?.estimate && protobuf?.estimate
        ? `${((protobuf.estimate * 100) / json.estimate).toFixed(0)} %`
        : '';
    return [name, plain(json), plain(protobuf), plain(of('graphql')), share];
  });
  const garbage = [...groups].map(([name, group]) => [
    name,
    ...codecs.map((codec) => plain(metricOf(group, 'encode', codec)?.allocatedBytesPerMessage)),
    ...DECODING.map((codec) => plain(metricOf(group, 'decode', codec)?.allocatedBytesPerMessage)),
  ]);
  const lines = [
    `${result.validity.verdict.toUpperCase()}  serialisation cost of the users API's messages`,
    ...reasonLines(result.cells).map((line) => `  ${line}`),
    ...table('encode'),
    ...table('decode'),
    '',
    'Bytes per message (body alone, without headers or framing)',
    ...textTable([['message', 'JSON', 'protobuf', 'GraphQL', 'protobuf ÷ JSON'], ...sizes]).map(
      (line) => `  ${line}`,
    ),
    '',
    'Allocated per message, garbage included',
    ...textTable([
      ['message', ...codecs.map((codec) => `encode ${codec}`), ...DECODING.map((codec) => `decode ${codec}`)],
      ...garbage,
    ]).map((line) => `  ${line}`),
    '',
    'json-compiled is what the REST server encodes with, protobuf-reused what the gRPC server does; json and protobuf are the clients.',
    'A time is the middle one (p50) of the batches of a trial, garbage collected on the way included; CPU time of all threads is in the other forms.',
  ];
  return `${lines.map((line) => terminalSafe(line)).join('\n')}\n`;
}

function withInterval(metric: Metric | undefined): string {
  if (metric?.estimate === undefined || metric.estimate === null) return '–';
  const [low, high] = metric.interval;
  const text = formatValue('ns', metric.estimate);
  if (low === null || high === null || metric.estimate === 0) return text;
  return `${text} ±${(((high - low) * 50) / metric.estimate).toFixed(1)}%`;
}

function plain(metric: Metric | undefined): string {
  return metric?.estimate === undefined || metric.estimate === null ? '–' : formatValue('B', metric.estimate);
}

const COLUMNS = [
  'nsPerMessage',
  'cpuNsPerMessage',
  'bytesPerMessage',
  'allocatedBytesPerMessage',
  'gcShare',
] as const;

function renderCsv(result: RunResult): string {
  const heading = [
    'operation',
    'message',
    'size',
    'direction',
    'codec',
    ...COLUMNS.flatMap((column) => [column, `${column}_low`, `${column}_high`]),
    'trials',
    'verdict',
  ];
  const lines = rowsOf(result).map(({ factors, cell }) =>
    csvLine([
      factors.operation,
      factors.message,
      factors.size,
      factors.direction,
      factors.codec,
      ...COLUMNS.flatMap((column) => {
        const metric = cell.metrics[column];
        return [metric?.estimate ?? null, metric?.interval[0] ?? null, metric?.interval[1] ?? null];
      }),
      cell.trials,
      cell.validity.verdict,
    ]),
  );
  return `${[csvLine(heading), ...lines].join('\n')}\n`;
}

function renderJson(result: RunResult): string {
  const messages = rowsOf(result).map(({ factors, cell }) => ({
    ...factors,
    ...Object.fromEntries(
      COLUMNS.map((column) => {
        const metric = cell.metrics[column];
        return [column, metric && { estimate: metric.estimate, interval: metric.interval, trials: metric.n }];
      }),
    ),
    verdict: cell.validity.verdict,
  }));
  return `${JSON.stringify({ validity: result.validity, messages, comparisons: result.comparisons }, null, 2)}\n`;
}
