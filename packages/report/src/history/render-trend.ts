import { sparkline } from '../console/sparkline.js';
import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatValue } from '../scale/scale.js';
import { BLANK, type Line, renderLines, type Style, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { displayWidth, padEnd, padStart, truncate } from '../text/width.js';
import { changeText, figureText, revisionText } from './change-text.js';
import { type FollowedSeries, type HistoryChange, isLongEnough } from './history-changes.js';
import type { HistoryViewOptions } from './render-history.js';

const LABEL = 26;
const VALUE = 12;

/** Flat series must look flat: the drawing spans at least this share of the level. */
const LEAST_SPAN = 0.1;

/** Series over time as text: a sparkline each, from the oldest run to the newest, its changes marked below it and told in words. Pure. */
export function renderTrend(followed: readonly FollowedSeries[], options: HistoryViewOptions = {}): string {
  const columns = options.columns ?? 80;
  const groups = [...new Set(followed.map(groupOf))];
  const lines: Line[] = [
    ...headline(followed, columns),
    ...groups.flatMap((group) =>
      groupLines(
        followed.filter((one) => groupOf(one) === group),
        columns,
      ),
    ),
    BLANK,
    ...paragraph('', footnote(followed, options.acceptable ?? true), columns, 'dim'),
  ];
  return renderLines(lines, columns, options.color ?? false);
}

function groupOf({ series: { name } }: FollowedSeries): string {
  return JSON.stringify([name.suite, name.cell, name.machine, name.config]);
}

function headline(followed: readonly FollowedSeries[], columns: number): Line[] {
  const changes = followed.flatMap((one) => one.changes);
  const open = changes.filter((change) => change.open).length;
  const changed = followed.filter((one) => one.changes.length > 0).length;
  const text =
    changes.length === 0
      ? quietText(followed)
      : `${changed} of ${followed.length} series changed: ${open === 0 ? 'no open regression' : `${open} open regression${open > 1 ? 's' : ''}`}`;
  return paragraph('', text, columns, open > 0 ? 'bad' : 'bold');
}

/** Silence means something only where a change could have been told. */
export function quietText(followed: readonly FollowedSeries[]): string {
  const short = followed.filter((one) => !isLongEnough(one));
  if (short.length === 0) return `no lasting change in ${followed.length} series`;
  const least = `too few runs in ${short.length} series to tell a change (it takes ${short[0]!.leastRuns})`;
  const long = followed.length - short.length;
  return long === 0 ? least : `no lasting change in ${long} series; ${least}`;
}

function groupLines(group: readonly FollowedSeries[], columns: number): Line[] {
  const { name, host } = group[0]!.series;
  const runs = Math.max(...group.map(({ series }) => series.points.length));
  const invalid = Math.max(...group.map(({ series }) => series.invalidRuns));
  const suspect = Math.max(
    ...group.map(({ series }) => series.points.filter((point) => point.suspect).length),
  );
  const points = group[0]!.series.points;
  const facts = [
    `${runs} run${runs > 1 ? 's' : ''} on ${host}, ${points[0]!.startedAt.slice(0, 10)} to ${points.at(-1)!.startedAt.slice(0, 10)}`,
    ...(suspect > 0 ? [`${suspect} suspect`] : []),
    ...(invalid > 0 ? [`${invalid} invalid left out`] : []),
  ];
  return [
    BLANK,
    [span(terminalSafe(`${name.suite} ${name.cell}`), 'bold')],
    ...paragraph('  ', terminalSafe(facts.join(', ')), columns, 'dim'),
    ...group.flatMap((one) => seriesLines(one, columns)),
    ...noteLines(group[0]!, columns),
  ];
}

function seriesLines(one: FollowedSeries, columns: number): Line[] {
  const { series, changes } = one;
  const values = series.points.map(({ value }) => value);
  const width = Math.max(8, Math.min(values.length, columns - LABEL - VALUE - 16));
  const last = formatValue(terminalSafe(shownUnit(series.name.metric, series.unit)), values.at(-1)!);
  const [state, style] = stateOf(one);
  const label = padEnd(truncate(terminalSafe(labelOf(series.name)), LABEL - 3), LABEL - 2);
  const marks = marksOf(changes, values.length, Math.min(width, values.length));
  return [
    [
      span(`  ${label}`),
      span(padEnd(drawn(values, width), width)),
      span(padStart(last, VALUE)),
      span(`  ${state}`, style),
    ],
    ...(changes.length === 0 ? [] : [[span(' '.repeat(LABEL)), span(marks, 'bold')]]),
    ...changes.flatMap((change) =>
      paragraph(
        `    ${change.id}  `,
        terminalSafe(`${stateText(change)}: ${changeText(change, series)}`),
        columns,
        styleOf(change),
      ),
    ),
  ];
}

/** The statistic goes before the metric does: cut at their ends, several figures would read alike. */
function labelOf(name: FollowedSeries['series']['name']): string {
  const whole = figureText(name);
  return displayWidth(whole) <= LABEL - 3 ? whole : metricName(name.metric);
}

function drawn(values: readonly number[], width: number): string {
  const [low, high] = [minOf(values), maxOf(values)];
  const middle = (low + high) / 2;
  const span = Math.max(high - low, Math.abs(middle) * LEAST_SPAN) || 1;
  const floor = middle - span / 2;
  return sparkline(
    values.map((value) => value - floor),
    width,
    span,
    (part) => part.reduce((a, b) => a + b, 0) / part.length,
  );
}

function minOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function maxOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** A pointer below the block in which each change begins: up for what rose, down for what fell. */
function marksOf(changes: readonly HistoryChange[], runs: number, blocks: number): string {
  const marks = Array<string>(blocks).fill(' ');
  for (const { at, before, after } of changes) {
    marks[Math.floor((at * blocks) / runs)] = after > before ? '▲' : '▼';
  }
  return marks.join('');
}

function stateOf(followed: FollowedSeries): [text: string, style: Style] {
  const { changes } = followed;
  if (changes.some(({ open }) => open)) return ['regressed', 'bad'];
  const last = changes.at(-1);
  if (last === undefined) return [isLongEnough(followed) ? 'no change' : 'too few', 'dim'];
  return [stateText(last), styleOf(last)];
}

function stateText({ verdict, accepted, open }: HistoryChange): string {
  if (accepted !== null) return 'accepted';
  return verdict === 'regressed' && !open ? 'made good' : verdict;
}

function styleOf({ verdict, open }: HistoryChange): Style {
  if (open) return 'bad';
  return verdict === 'improved' ? 'good' : 'dim';
}

function noteLines({ series }: FollowedSeries, columns: number): Line[] {
  return series.points.flatMap((point) =>
    point.notes.flatMap((text) =>
      paragraph('  # ', terminalSafe(`${revisionText(point)}: ${text}`), columns, 'dim'),
    ),
  );
}

function footnote(followed: readonly FollowedSeries[], acceptable: boolean): string {
  const methods = [...new Set(followed.map(({ method }) => method))];
  const open = followed.flatMap((one) => one.changes).find((change) => change.open);
  const accept =
    open === undefined || !acceptable
      ? ''
      : ` What is meant to be so can be accepted: benchwright history accept ${open.id}`;
  return `Changes by ${methods.join('; ')}. Oldest run left; every line has a scale of its own.${accept}`;
}
