import {
  fitColumns,
  formatCount,
  formatValue,
  LIVE_FIGURES,
  type LiveFigure,
  type LiveSample,
  type LiveState,
  liveErrors,
  sparkline,
  terminalSafe,
} from '@benchwright/report';
import { stepText, trialName } from './trial-text.js';

/** A terminal smaller than this shows a line. */
export const PANEL_COLUMNS = 80;
export const PANEL_ROWS = 20;

const LABEL = 12;
const VALUE = 14;
/** Where the sparklines begin. */
const FIGURES = 2 * (LABEL + VALUE);

/** What a run is doing, in as many columns; every line fits, and nothing in it acts on the terminal. Pure. */
export function panelLines(state: LiveState, columns: number): string[] {
  const { sample } = state;
  const lines = [
    '─'.repeat(columns),
    ...progressLines(state, columns),
    doingLine(state),
    ...(sample === null ? [] : figureLines(state, sample, columns)),
    ...errorLines(state, sample),
  ];
  return lines.map((line) => fitColumns(line, columns));
}

/** The same in one line, for a terminal that has no room. */
export function panelLine(state: LiveState, columns: number): string {
  const { sample } = state;
  const figures =
    sample === null || sample.phase === 'warmup'
      ? []
      : [
          formatValue('/s', sample.completedPerSec),
          `p99 ${time(sample.p99Ns)}`,
          `${formatCount(sample.failed)} failed`,
        ];
  return fitColumns([doingLine(state), ...figures].join(' · '), columns);
}

function progressLines({ run, trialsDone }: LiveState, columns: number): string[] {
  if (run === null) return [];
  const done = `${trialsDone}/${run.trials} ${run.isSearch ? 'probes at most' : 'trials'}`;
  const title = terminalSafe(`${run.suite}: ${run.title}`);
  const room = Math.max(10, Math.floor(columns / 3));
  const full = run.trials > 0 ? Math.round((Math.min(trialsDone, run.trials) / run.trials) * room) : 0;
  return [`${'█'.repeat(full)}${'░'.repeat(room - full)} ${done}  ${title}`];
}

function doingLine({ run, trial, sample, doing }: LiveState): string {
  if (doing !== '' || trial === null) return terminalSafe(doing);
  const step = stepText({ index: trial.index, of: trial.of, isProbe: run?.isSearch === true });
  const phase = sample?.phase === 'warmup' ? ['warming up'] : [];
  const left = sample === null || sample.left === '' ? [] : [sample.left];
  return [`${step} ${trialName(trial.cell, trial.trial)}`, ...phase, ...left].join(' · ');
}

function figureLines(state: LiveState, sample: LiveSample, columns: number): string[] {
  const row = (
    [a, first]: readonly [string, string],
    [b, second]: readonly [string, string],
    figure: LiveFigure,
  ): string => {
    const room = columns - FIGURES - 1;
    return `${cellText(a, first)}${cellText(b, second)} ${sparkOf(state, sample.cell, figure, room)}`;
  };
  return [
    row(
      ['answered', formatValue('/s', sample.completedPerSec)],
      ['offered', formatValue('/s', sample.offeredPerSec)],
      'completedPerSec',
    ),
    row(['p99', time(sample.p99Ns)], ['p50', time(sample.p50Ns)], 'p99Ns'),
    row(['in flight', formatCount(sample.inFlight)], ['waiting', formatCount(sample.queued)], 'queued'),
    row(
      ['own CPU', `${sample.cpuCores.toFixed(2)} cores`],
      ['lag p99', formatValue('ns', sample.sendLagP99Ns)],
      'sendLagP99Ns',
    ),
  ];
}

function errorLines(state: LiveState, sample: LiveSample | null): string[] {
  const dropped = sample?.dropped ?? 0;
  const errors = liveErrors(state).map(([name, count]) => `${terminalSafe(name)} ${formatCount(count)}`);
  const texts = [...errors, ...(dropped > 0 ? [`${formatCount(dropped)} dropped`] : [])];
  return texts.length === 0 ? [] : [`${'errors'.padEnd(LABEL)}${texts.join(', ')}`];
}

function cellText(label: string, value: string): string {
  return `${label.padEnd(LABEL)}${value.padEnd(VALUE)}`;
}

/** The last stretch of a figure that there is room for, zero at the bottom. Of a joined stretch the highest value is drawn. */
function sparkOf({ history }: LiveState, cell: string, figure: LiveFigure, room: number): string {
  const place = LIVE_FIGURES.indexOf(figure);
  const buckets = history.find((entry) => entry.cell === cell)?.buckets ?? [];
  const values = buckets.slice(-room).map(({ high }) => high[place] ?? 0);
  return sparkline(values, room, Math.max(...values), (part) => Math.max(...part));
}

function time(ns: number | null): string {
  return ns === null ? '–' : formatValue('ns', ns);
}
