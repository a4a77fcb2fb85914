import type { Metric } from '@benchwright/result-schema';
import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatIn, type Scale, scaleFor } from '../scale/scale.js';
import { type Line, line } from '../text/line.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { plural } from './marks.js';
import { type Common, commonOf, particulars, statisticText } from './metric-notes.js';
import { warningParagraphs } from './warnings.js';

type Named = readonly [key: string, metric: Metric];

/** The estimates of a cell. Its times share one scale, so that they can be read against each other; other rows have their own. */
export function metricLines(metrics: Readonly<Record<string, Metric>>, columns: number): Line[] {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return [];
  const common = commonOf(Object.values(metrics));
  const bounded = entries.some(([, { interval }]) => interval.some((end) => end !== null));
  const times = entries.filter(([, { unit }]) => unit === 'ns');
  const others = entries.filter(([, { unit }]) => unit !== 'ns');
  const rows = [times, ...others.map((entry) => [entry])].flatMap((group) => groupRows(group, common));
  const warned = entries.map(([key, { warnings }]) => ({ name: metricName(key), warnings }));
  const [head, shown] = bounded ? [HEAD, rows] : [withoutInterval(HEAD), rows.map(withoutInterval)];
  return [caption(common, bounded), ...table(head, shown, columns, 2), ...warningParagraphs(warned, columns)];
}

const HEAD: readonly Column[] = [
  { title: 'metric', align: 'left', minWidth: 16 },
  { title: 'estimate', align: 'right' },
  { title: '', align: 'left' },
  { title: 'interval', align: 'right', drop: 1 },
  { title: 'of each trial', align: 'left', drop: 2, minWidth: 12 },
];

/** The place of the interval in a row. */
const INTERVAL = 3;

/** A single trial has no interval in any row: a column of infinities would say it no better than the heading does. */
function withoutInterval<T>(row: readonly T[]): T[] {
  return row.filter((_, place) => place !== INTERVAL);
}

function caption({ confidence, n, suffix }: Common, bounded: boolean): Line {
  const intervals = bounded ? `${confidence} intervals` : 'no intervals: they need more';
  return line(`  n = ${plural(n, 'trial')}${suffix}, ${intervals}`, 'dim');
}

function groupRows(group: readonly Named[], common: Common): string[][] {
  const first = group[0];
  if (first === undefined) return [];
  const values = group.flatMap(([, { estimate, interval }]) => [estimate, ...interval]);
  const scale = scaleFor(terminalSafe(shownUnit(first[0], first[1].unit)), values);
  const ends = group.flatMap(([, { interval }]) => bounds(scale, interval));
  const width = Math.max(...ends.map((end) => end.length));
  return group.map(([key, metric]) => {
    const [low, high] = bounds(scale, metric.interval);
    return [
      metricName(key),
      formatIn(scale, metric.estimate),
      scale.unit,
      `[${low.padStart(width)}, ${high.padStart(width)}]`,
      [statisticText(metric, common), ...particulars(metric, common)].join(', '),
    ];
  });
}

/** A bound that is not known (too few trials) is infinite: the data do not exclude any value on that side. */
function bounds(scale: Scale, [low, high]: Metric['interval']): [string, string] {
  return [formatIn(scale, low ?? -Infinity), formatIn(scale, high ?? Infinity)];
}
