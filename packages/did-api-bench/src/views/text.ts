import { groupReasons, terminalSafe, wrapColumns } from '@benchwright/report';
import type { CellResult, RunResult } from '@benchwright/result-schema';
import { operationOfCell } from '../cell-operation.js';
import { serverTimesText } from '../monitor/server/trial-server-figures.js';
import { OPERATION_TITLES, REQUEST_OPERATIONS } from '../operations.js';
import { SLOW_TRACE } from '../summarize/did-metrics.js';
import { operationTimesName } from '../transport/operation-times.js';
import { columns, digits, milliseconds } from './columns.js';

const COLUMNS = 80;
const MOST_REASONS = 6;

/** The result for people: whether it can be trusted, each operation's rate and times, what of the targets is met, and the slowest traces. Pure. */
export function renderDidText(result: RunResult): string {
  const blocks = [
    head(result),
    operationTable(result.cells),
    partsTable(result.cells),
    processTable(result.cells),
    targetLines(result),
    serverLines(result.cells),
    traceLines(result.cells),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({ validity, cells, run }: RunResult): string[] {
  const [cell] = cells;
  const reasons = groupReasons(validity.reasons, cells);
  const trials = cells.reduce((sum, one) => sum + one.trials, 0);
  const planned = cells.reduce((sum, one) => sum + one.plannedTrials, 0);
  const { family, users, load, ratePerSec } = cell?.factors ?? {};
  const rate = ratePerSec === undefined ? '' : ` ${digits(Number(ratePerSec))}/s`;
  const target = typeof run.config.target === 'string' ? run.config.target : 'embedded server';
  return [
    `${validity.verdict.toUpperCase()}  DID API: ${terminalSafe(target)}`,
    ...marked(
      '  ',
      `${family} · ${users} users · ${load}${rate} · seed ${run.seed} · ${trials} of ${planned} trials`,
    ),
    ...(run.outcome === 'completed'
      ? []
      : marked('  ', `${run.outcome}: what follows rests on what was measured before`)),
    ...reasons
      .slice(0, MOST_REASONS)
      .flatMap(({ verdict, text, code, hint }) => [
        ...marked(`  ${verdict}  `, `${text} [${code}]`),
        ...(hint === '' ? [] : marked('    → ', hint)),
      ]),
    ...(reasons.length > MOST_REASONS
      ? [`  … and ${reasons.length - MOST_REASONS} more reasons (--json)`]
      : []),
  ];
}

function operationTable(cells: readonly CellResult[]): string[] {
  const measured = cells.filter(({ counts }) => counts.sent > 0);
  if (measured.length === 0) return [];
  const header = ['ms from due to answer', 'req/s', 'p50', 'p95', 'p99', 'max', 'failed', 'CPU %', 'MB'];
  const rows = measured.map((cell) => {
    const { metrics, counts, factors, validity } = cell;
    const times = metrics.responseTimeNs;
    const share = metrics.targetCpuShare?.estimate;
    return [
      `${cellTitle(factors)}${validity.verdict === 'invalid' ? ' (!)' : ''}`,
      digits(metrics.requestsPerSec?.estimate),
      ...['50', '95', '99'].map((level) => milliseconds(times?.percentiles?.[level])),
      milliseconds(times?.max),
      String(counts.failed + counts.dropped),
      share === undefined || share === null ? '–' : digits(share * 100),
      digits((metrics.targetRssBytes?.estimate ?? Number.NaN) / 1e6),
    ];
  });
  return columns([header, ...rows]);
}

/** What mixes and journeys are made of. */
function partsTable(cells: readonly CellResult[]): string[] {
  const rows = cells.flatMap((cell) =>
    REQUEST_OPERATIONS.flatMap((operation) => {
      const times = cell.metrics[operationTimesName(operation)];
      if (times === undefined) return [];
      const levels = ['50', '95', '99'].map((level) => milliseconds(times.percentiles?.[level]));
      return [[`${cell.id}: ${operation}`, ...levels, milliseconds(times.max)]];
    }),
  );
  return rows.length === 0 ? [] : columns([['ms from send to answer', 'p50', 'p95', 'p99', 'max'], ...rows]);
}

const PROCESS_COLUMNS = ['threads', 'files', 'net in', 'net out', 'disk in', 'disk out'];

/** What the target's process held and moved, where it runs on this machine. */
function processTable(cells: readonly CellResult[]): string[] {
  const rows = cells.flatMap(({ metrics, factors }) => {
    if (metrics.targetThreads === undefined) return [];
    const perSec = [
      metrics.targetNetworkReceivedBytesPerSec,
      metrics.targetNetworkSentBytesPerSec,
      metrics.targetStorageReadBytesPerSec,
      metrics.targetStorageWrittenBytesPerSec,
    ].map((metric) => digits((metric?.estimate ?? Number.NaN) / 1e6));
    return [
      [
        cellTitle(factors),
        digits(metrics.targetThreads.estimate),
        digits(metrics.targetOpenFiles?.estimate),
        ...perSec,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    ...columns([['the target (bytes: MB/s)', ...PROCESS_COLUMNS], ...rows]),
    '  net: of all processes of its network namespace, loopback included',
  ];
}

/** An operation, and of two servers which. */
function cellTitle({ operation, side }: CellResult['factors']): string {
  return `${OPERATION_TITLES[operationOfCell(operation)]}${side === undefined ? '' : `, ${side}`}`;
}

const NOT_SHOWN = '  not-shown: the limit lies within the interval, or there were too few requests';

function targetLines({ slos }: RunResult): string[] {
  if (slos.length === 0) return [];
  const met = slos.filter(({ outcome }) => outcome === 'pass').length;
  return [
    `targets: ${met} of ${slos.length} met`,
    ...slos.flatMap(({ outcome, cell, id, text }) => {
      const [condition = ''] = id.split(/\swhere\s/);
      // Why it is not shown is said once, below, and in full where the command ends.
      const figures = outcome === 'not-shown' ? (text.split('; ')[0] ?? '') : text;
      return marked(`  ${outcome.padEnd(9)}  `, `${cell} ${condition}: ${figures}`);
    }),
    ...(slos.some(({ outcome }) => outcome === 'not-shown') ? [NOT_SHOWN] : []),
  ];
}

/** What the server's own histogram says beside the client's times. */
function serverLines(cells: readonly CellResult[]): string[] {
  const lines = cells.flatMap(({ id, metrics }) => {
    const text = serverTimesText(metrics);
    return text === null ? [] : marked('  ', `${id}: ${text}`);
  });
  return lines.length === 0 ? [] : ['by the server’s own histogram (/metrics):', ...lines];
}

function traceLines(cells: readonly CellResult[]): string[] {
  const lines = cells.flatMap(({ id, metrics }) =>
    (metrics.slowestTraceNs?.warnings ?? [])
      .filter(({ code }) => code === SLOW_TRACE)
      .slice(0, 1)
      .flatMap(({ text }) => marked('  ', `${id}: ${text}`)),
  );
  return lines.length === 0 ? [] : ['slowest traced requests:', ...lines];
}

function marked(mark: string, text: string): string[] {
  const lines = wrapColumns(terminalSafe(text), COLUMNS - mark.length);
  return lines.map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}
