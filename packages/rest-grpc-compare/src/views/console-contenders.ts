import type { Comparison } from '@benchwright/result-schema';
import { CLIENT_MEANINGS, type ClientKind } from '../clients.js';
import type { ContenderFigures, ContenderSet } from '../comparison-input.js';
import { PROTOCOL_LABELS } from '../protocols.js';
import { figureLabel, RATIO_FIGURES, ratioText } from './contender-ratios.js';
import { bytes, fixed, grouped, milliseconds, NOT_AVAILABLE, percent } from './format.js';
import { wrapped } from './printable.js';

const LABEL = 10;
const COLUMN = 20;

/** What each client saw of every contender, and how they compare: one block for each client, one for what clients cost. */
export function contenderLines({ figures, comparisons }: ContenderSet): string[] {
  const clients = [...new Set(figures.map(({ client }) => client))];
  return [
    ...clients.flatMap((client) => clientBlock(client, figures, comparisons)),
    ...costBlock(figures, comparisons),
  ];
}

const HOW_TO_READ_RATIOS =
  'Times X: the figure divided by that of X, mean and 95% interval over the rounds; ~ where no difference was shown: the interval of the difference itself includes zero, or it may be chance among many';

/** How to read the blocks. */
export function contenderNotes({ figures }: ContenderSet): string[] {
  const libraries = figures
    .filter(({ client }) => client === 'sdk')
    .map(({ protocol, library }) => `${library} for ${PROTOCOL_LABELS[protocol]}`);
  const notes = [
    ...(figures.length > 1 ? [HOW_TO_READ_RATIOS] : []),
    ...(libraries.length === 0 ? [] : [`The sdk client is ${libraries.join(', ')}`]),
    ...(new Set(figures.map(({ protocol }) => protocol)).size > 2
      ? [
          'Of many pairs some differ by chance: a difference counts only if it outlives the correction of Benjamini and Hochberg',
        ]
      : []),
    ...(figures.some(({ result }) => result.server)
      ? ['Server CPU and memory are those of its own process; RSS is the resident set at its highest']
      : []),
  ];
  return notes.flatMap((note) => wrapped(note, '  - ', '    '));
}

function clientBlock(
  client: ClientKind,
  figures: readonly ContenderFigures[],
  comparisons: readonly Comparison[],
): string[] {
  const own = figures.filter((one) => one.client === client);
  const [base, ...others] = own;
  if (base === undefined) return [];
  return [
    `Client ${client}: ${CLIENT_MEANINGS[client]}`,
    textOf(['', 'P50', 'P99', 'Throughput', 'Server CPU', 'Server RSS', 'Wire']),
    ...own.map(figureRow),
    ...own.flatMap(troubleLines),
    ...ratioBlock(`Times ${PROTOCOL_LABELS[base.protocol]}`, others, (head) =>
      ratiosOf(comparisons, base.cell, head.cell),
    ),
    '',
  ];
}

/** What a library adds to what the server does, protocol by protocol. */
function costBlock(figures: readonly ContenderFigures[], comparisons: readonly Comparison[]): string[] {
  const raw = new Map(
    figures.filter(({ client }) => client === 'raw').map((one) => [one.protocol, one.cell]),
  );
  const both = figures.filter(({ client, protocol }) => client === 'sdk' && raw.has(protocol));
  return ratioBlock('Times raw', both, ({ protocol, cell }) =>
    ratiosOf(comparisons, raw.get(protocol) ?? '', cell),
  );
}

function ratioBlock(
  title: string,
  rows: readonly ContenderFigures[],
  ratios: (row: ContenderFigures) => readonly string[],
): string[] {
  if (rows.length === 0) return [];
  const line = (label: string, cells: readonly string[]): string =>
    (label.padEnd(LABEL + 2) + cells.map((cell) => cell.padEnd(COLUMN + 2)).join('')).trimEnd();
  return [
    line(title, RATIO_FIGURES.map(figureLabel)),
    ...rows.map((row) => line(PROTOCOL_LABELS[row.protocol], ratios(row))),
  ];
}

function ratiosOf(comparisons: readonly Comparison[], base: string, head: string): string[] {
  return RATIO_FIGURES.map((figure) => ratioText(comparisons, base, head, figure));
}

function figureRow({ protocol, result }: ContenderFigures): string {
  const { wire, server } = result;
  const onWire =
    wire === undefined ? Number.NaN : wire.bytes_sent_per_request + wire.bytes_received_per_request;
  return textOf([
    PROTOCOL_LABELS[protocol],
    withUnit(milliseconds(result.median_response_time), 'ms'),
    withUnit(milliseconds(result.p99_response_time), 'ms'),
    withUnit(grouped(result.throughput, 0), 'req/s'),
    withUnit(fixed(server?.cpu_us_per_request ?? Number.NaN, 1), 'us'),
    withUnit(grouped((server?.max_rss_bytes ?? Number.NaN) / 1e6, 0), 'MB'),
    withUnit(bytes(Math.round(onWire)), 'B'),
  ]);
}

/** Figures of what was answered only must not be read without knowing that some was not. */
function troubleLines({ protocol, library, result }: ContenderFigures): string[] {
  if (result.failed_requests === 0) return [];
  const kinds = Object.keys(result.errors).join(', ');
  const text = `${PROTOCOL_LABELS[protocol]} through ${library} answered ${percent(result.success_rate)}% only: ${kinds}`;
  return wrapped(text, '  ! ', '    ');
}

const WIDTHS = [LABEL, 11, 11, 15, 12, 11, 10];

function textOf(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i]!) : cell.padStart(WIDTHS[i]!))).join('');
}

function withUnit(text: string, unit: string): string {
  return text === NOT_AVAILABLE ? text : `${text} ${unit}`;
}
