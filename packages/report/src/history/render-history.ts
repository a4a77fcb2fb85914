import type { HistoryCell } from '@benchwright/result-schema';
import { verdictStyle } from '../console/marks.js';
import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatIn, formatValue, scaleFor, withUnit } from '../scale/scale.js';
import { BLANK, type Line, line, renderLines, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, type TableCell, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { changeText, commitText } from './change-text.js';
import type { FollowedSeries } from './history-changes.js';
import type { HistoryRun } from './history-runs.js';

export interface HistoryViewOptions {
  /** Terminal columns that no line exceeds. Default 80. */
  readonly columns?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
  /** Whether changes can be accepted: they cannot where there is no history, as with a CSV. Default true. */
  readonly acceptable?: boolean;
}

const LIST: readonly Column[] = [
  { title: 'run', align: 'left' },
  { title: 'suite', align: 'left', minWidth: 6 },
  { title: 'verdict', align: 'left' },
  { title: 'cells', align: 'right', drop: 3 },
  { title: 'commit', align: 'left' },
  { title: 'branch', align: 'left', drop: 1, minWidth: 6 },
  { title: 'host', align: 'left', drop: 2, minWidth: 6 },
];

/** Runs, a line each, oldest first, with what people wrote about them below. Pure. */
export function renderHistoryList(runs: readonly HistoryRun[], options: HistoryViewOptions = {}): string {
  const columns = options.columns ?? 80;
  const rows = runs.map(({ run, suite, verdict, cells, git, host }): TableCell[] => [
    terminalSafe(run),
    terminalSafe(suite),
    span(verdict, verdictStyle(verdict)),
    String(cells.length),
    git === null ? '–' : terminalSafe(commitText(git)),
    terminalSafe(git?.branch ?? ''),
    terminalSafe(host),
  ]);
  const lines = table(LIST, rows, columns, 0);
  const [head, ...body] = lines;
  const withNotes = body.flatMap((row, i) => [row, ...remarkLines(runs[i]!, columns)]);
  return renderLines(head === undefined ? [] : [head, ...withNotes], columns, options.color ?? false);
}

function remarkLines({ notes, accepted }: HistoryRun, columns: number): Line[] {
  return [
    ...notes.flatMap(({ text }) => paragraph('  # ', terminalSafe(text), columns, 'dim')),
    ...accepted.flatMap((why) =>
      paragraph(
        '  = ',
        why === '' ? 'accepted as normal' : `accepted as normal: ${terminalSafe(why)}`,
        columns,
        'dim',
      ),
    ),
  ];
}

const FIGURES: readonly Column[] = [
  { title: 'metric', align: 'left', minWidth: 14 },
  { title: 'of', align: 'left', drop: 2 },
  { title: 'estimate', align: 'right' },
  { title: 'interval', align: 'right', drop: 1 },
  { title: 'p95', align: 'right', drop: 3 },
  { title: 'p99', align: 'right', drop: 3 },
  { title: 'trials', align: 'right', drop: 4 },
];

/** One run with its figures, and the changes that begin with it. Pure. */
export function renderHistoryRun(
  run: HistoryRun,
  followed: readonly FollowedSeries[],
  options: HistoryViewOptions = {},
): string {
  const columns = options.columns ?? 80;
  const { git } = run;
  const facts = [
    `${run.suite}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, config ${run.config}`,
    `measured on ${run.host} (${run.machine})`,
    git === null
      ? 'no commit: not in a repository'
      : `commit ${git.commit}${git.branch === undefined ? '' : ` on ${git.branch}`}${git.dirty ? ', with uncommitted changes' : ''}`,
  ];
  const changes = followed.flatMap(({ series, changes }) =>
    changes.filter(({ first }) => first.run === run.run).map((change) => ({ series, change })),
  );
  const lines: Line[] = [
    [span(terminalSafe(run.run), 'bold'), span('  '), span(run.verdict, verdictStyle(run.verdict))],
    ...facts.flatMap((fact) => paragraph('  ', terminalSafe(fact), columns)),
    ...remarkLines(run, columns),
    ...run.cells.flatMap((cell) => [BLANK, ...cellLines(cell, columns)]),
    ...(changes.length === 0 ? [] : [BLANK, line('changes that begin with this run', 'bold')]),
    ...changes.flatMap(({ series, change }) =>
      paragraph(
        `  ${change.id}  `,
        terminalSafe(`${change.verdict}: ${changeText(change, series)}`),
        columns,
      ),
    ),
  ];
  return renderLines(lines, columns, options.color ?? false);
}

function cellLines(cell: HistoryCell, columns: number): Line[] {
  const rows = Object.entries(cell.metrics).map(([name, metric]): TableCell[] => {
    const unit = terminalSafe(shownUnit(name, metric.unit));
    const [low, high] = metric.interval;
    const scale = scaleFor(unit, [metric.estimate]);
    return [
      metricName(name),
      terminalSafe(metric.statistic),
      withUnit(formatIn(scale, metric.estimate), scale.unit),
      low === null && high === null ? '' : `[${formatIn(scale, low)}, ${formatIn(scale, high)}]`,
      ...['95', '99'].map((q) => {
        const value = metric.percentiles?.[q];
        return value === undefined ? '' : formatValue(unit, value);
      }),
      String(metric.n),
    ];
  });
  const reasons = cell.reasons.length === 0 ? '' : `  ${cell.verdict}: ${cell.reasons.join(', ')}`;
  return [
    [span(terminalSafe(cell.cell), 'bold'), span(terminalSafe(reasons), verdictStyle(cell.verdict))],
    ...table(FIGURES, rows, columns, 2),
  ];
}
