import { formatValue, terminalSafe } from '@benchwright/report';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { describeLink } from '../network/link-profile.js';
import { parseLinkProfile } from '../network/parse-link-profile.js';
import { PROTOCOL_LABELS } from '../protocols.js';
import { findingsOf, LINE_METRIC, type MatrixFindings, type PairFinding } from './findings.js';
import { type GridLine, gridOf } from './grid.js';
import { matrixFactorsOf } from './plan.js';
import { reasonLines } from './reason-lines.js';
import { pairText, pointText } from './statements.js';
import { textTable } from './text-table.js';

/** The report of a matrix: the verdict, where the lines cross, and a table for each operation and network. Pure. */
export function renderMatrixConsole(result: RunResult): string {
  const findings = findingsOf(result);
  const grid = gridOf(result.cells);
  const client = result.cells[0] === undefined ? '' : `, ${matrixFactorsOf(result.cells[0]).client} client`;
  const lines = [
    `${result.validity.verdict.toUpperCase()}  where the lines cross${client}; run ${result.run.id}, seed ${result.run.seed}`,
    ...indented(reasonLines(result.cells)),
    '',
    'Crossings of the middle response time (p50), by concurrency',
    ...indented(grid.flatMap((line) => crossingLines(line, findings))),
    ...grid.flatMap((line) => [
      '',
      `${line.operation} over ${networkText(line.network)}`,
      ...indented(winnerTable(line, findings)),
      ...indented(costTable(line)),
      ...messageLines(line),
    ]),
    '',
    ...NOTES,
  ];
  return `${lines.map((line) => terminalSafe(line)).join('\n')}\n`;
}

const NOTES = [
  'Times are the p50 of each trial, mean over trials. "takes 1.32 × (1.20–1.45)" is the ratio of response times with its 95 % interval over',
  'rounds. A winner is named only where the difference is shown with the p-values of all such comparisons adjusted together',
  '(Benjamini-Hochberg): at most 5 % of the winners named are expected to be none. Between two concurrencies lines are interpolated on',
  'logarithmic axes, and the interval of a crossing holds every concurrency at which they may meet. Server memory is the highest',
  'resident set of the process of that protocol, and its growth per request of a trial.',
];

/** The pairs of which something is shown, one by one; the others together. */
function crossingLines({ network, operation, points }: GridLine, { pairs }: MatrixFindings): string[] {
  const where = `${operation} over ${network}`;
  if (points.length < 2) return [`${where}: one concurrency makes no lines`];
  const own = pairs.filter((pair) => pair.network === network && pair.operation === operation);
  const isShown = ({ baseAt, headAt }: PairFinding): boolean => baseAt.length + headAt.length > 0;
  const equal = own.filter((pair) => !isShown(pair));
  const names = equal.map(({ base, head }) => `${PROTOCOL_LABELS[base]} and ${PROTOCOL_LABELS[head]}`);
  return [
    ...own.filter(isShown).map((pair) => `${where}: ${pairText(pair)}`),
    ...(equal.length === 0 ? [] : [`${where}: no measurable difference between ${names.join(', ')}`]),
  ];
}

function networkText(name: string): string {
  const profile = parseLinkProfile(name);
  return profile === null ? 'loopback, no network between' : `${name} (${describeLink(profile)})`;
}

function winnerTable(line: GridLine, { points }: MatrixFindings): string[] {
  const header = line.points[0]?.cells.map((cell) => PROTOCOL_LABELS[matrixFactorsOf(cell).protocol]) ?? [];
  const rows = line.points.map(({ concurrency, cells }) => {
    const finding = points.find(
      (point) =>
        point.network === line.network &&
        point.operation === line.operation &&
        point.concurrency === concurrency,
    );
    const times = cells.map((cell) => shown(cell, LINE_METRIC));
    return [String(concurrency), ...times, finding === undefined ? '' : pointText(finding)];
  });
  const [head, ...body] = textTable([['at a time', ...header], ...rows.map((row) => row.slice(0, -1))]);
  return [`${head}  who wins`, ...body.map((text, i) => `${text}  ${rows[i]?.at(-1) ?? ''}`)];
}

const COSTS = [
  ['requests/s', 'requestsPerSec'],
  ['server CPU/request', 'targetCpuNs'],
  ['client CPU/request', 'clientCpuNs'],
  ['server memory', 'targetRssBytes'],
  ['memory/request', 'serverMemoryGrowthBytes'],
  ['wire in', 'wireBytesIn'],
  ['wire out', 'wireBytesOut'],
] as const;

function costTable({ points }: GridLine): string[] {
  return textTable(
    [
      ['at a time', 'protocol', ...COSTS.map(([heading]) => heading)],
      ...points.flatMap(({ concurrency, cells }) =>
        cells.map((cell) => [
          String(concurrency),
          PROTOCOL_LABELS[matrixFactorsOf(cell).protocol],
          ...COSTS.map(([, metric]) => shown(cell, metric)),
        ]),
      ),
    ],
    2,
  );
}

/** What of the server's CPU the messages are, at the highest concurrency, where the connection's own cost is spread widest. */
function messageLines({ points }: GridLine): string[] {
  const cells = points.at(-1)?.cells ?? [];
  const texts = cells.flatMap((cell) => {
    const { serverMessagesNs, serverMessagesShare } = cell.metrics;
    if (serverMessagesNs === undefined || serverMessagesShare?.estimate === undefined) return [];
    const share =
      serverMessagesShare.estimate === null ? '' : ` (${(serverMessagesShare.estimate * 100).toFixed(1)} %)`;
    return [`${PROTOCOL_LABELS[matrixFactorsOf(cell).protocol]} ${shown(cell, 'serverMessagesNs')}${share}`];
  });
  if (texts.length === 0) return [];
  return [
    `  of the server's CPU, decoding and encoding messages takes: ${texts.join(', ')}; the rest is protocol and stack`,
  ];
}

function shown({ metrics }: CellResult, name: string): string {
  const metric = metrics[name];
  return metric === undefined || metric.estimate === null ? '–' : formatValue(metric.unit, metric.estimate);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
