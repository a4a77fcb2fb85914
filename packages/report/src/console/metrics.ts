import type { Metric } from '@benchwright/result-schema';
import { metricName } from '../scale/metric-name.js';
import { formatIn, type Scale, scaleFor } from '../scale/scale.js';
import type { Line } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';

type Named = readonly [key: string, metric: Metric];

interface MetricColumn {
  readonly column: Column;
  of(row: { key: string; metric: Metric; scale: Scale; boundWidth: number }): string;
}

/** The estimates of a cell. Metrics of one unit stand together and share one scale. */
export function metricLines(metrics: Readonly<Record<string, Metric>>, columns: number): Line[] {
  const groups = new Map<string, Named[]>();
  for (const entry of Object.entries(metrics)) {
    const unit = entry[1].unit;
    groups.set(unit, [...(groups.get(unit) ?? []), entry]);
  }
  if (groups.size === 0) return [];
  const shown = metricColumns(Object.values(metrics));
  const rows = [...groups].flatMap(([unit, group]) => groupRows(shown, unit, group));
  const head = shown.map(({ column }) => column);
  return [...table(head, rows, columns, 2), ...warningLines(metrics, columns)];
}

/** Confidence and number of trials are mostly the same for all metrics: then the heading says them once. */
function metricColumns(metrics: readonly Metric[]): MetricColumn[] {
  const confidences = [...new Set(metrics.map(({ confidence }) => percent(confidence)))];
  const counts = [...new Set(metrics.map(({ n }) => n))];
  const oneConfidence = confidences.length === 1;
  const oneCount = counts.length === 1;
  const confidence: MetricColumn = {
    column: { title: 'conf.', align: 'right', drop: 2 },
    of: ({ metric }) => percent(metric.confidence),
  };
  const count: MetricColumn = {
    column: { title: 'n', align: 'right', drop: 3 },
    of: ({ metric }) => String(metric.n),
  };
  return [
    { column: { title: 'metric', align: 'left', minWidth: 13 }, of: ({ key }) => metricName(key) },
    {
      column: { title: 'estimate', align: 'right' },
      of: ({ metric, scale }) => formatIn(scale, metric.estimate),
    },
    { column: { title: '', align: 'left' }, of: ({ scale }) => scale.unit },
    {
      column: {
        title: oneConfidence ? `${confidences[0]} interval` : 'interval',
        align: 'right',
        drop: 1,
      },
      of: ({ metric, scale, boundWidth }) => bracket(bounds(scale, metric.interval), boundWidth),
    },
    ...(oneConfidence ? [] : [confidence]),
    ...(oneCount ? [] : [count]),
    {
      column: {
        title: oneCount ? `of (n = ${counts[0]})` : 'of',
        align: 'left',
        drop: 4,
        minWidth: 10,
      },
      of: ({ metric }) => terminalSafe(metric.statistic),
    },
  ];
}

function groupRows(shown: readonly MetricColumn[], unit: string, group: readonly Named[]): string[][] {
  const values = group.flatMap(([, { estimate, interval }]) => [estimate, ...interval]);
  const scale = scaleFor(terminalSafe(unit), values);
  const ends = group.flatMap(([, { interval }]) => bounds(scale, interval));
  const boundWidth = Math.max(...ends.map((end) => end.length));
  return group.map(([key, metric]) => shown.map(({ of }) => of({ key, metric, scale, boundWidth })));
}

/** A bound that is not known (too few trials) is infinite: the data do not exclude any value on that side. */
function bounds(scale: Scale, [low, high]: Metric['interval']): [string, string] {
  return [formatIn(scale, low ?? -Infinity), formatIn(scale, high ?? Infinity)];
}

function bracket([low, high]: readonly [string, string], width: number): string {
  return `[${low.padStart(width)}, ${high.padStart(width)}]`;
}

function percent(confidence: number): string {
  return `${(confidence * 100).toFixed(1)} %`;
}

/** Warnings of the metrics, each once, with the metrics that it speaks of. */
function warningLines(metrics: Readonly<Record<string, Metric>>, columns: number): Line[] {
  const about = new Map<string, string[]>();
  for (const [key, metric] of Object.entries(metrics)) {
    for (const { code, text } of metric.warnings) {
      const warning = `${text} [${code}]`;
      about.set(warning, [...(about.get(warning) ?? []), metricName(key)]);
    }
  }
  return [...about].flatMap(([warning, names]) =>
    paragraph('  ! ', `${names.join(', ')}: ${terminalSafe(warning)}`, columns, 'warn'),
  );
}
