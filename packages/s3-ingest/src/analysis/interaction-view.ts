import { TRIAL_METRICS, type TrialMetric } from './cell-trial.js';
import type { InteractionPlot, PlotPoint } from './interaction-plots.js';
import { textColumns, wrapText } from './text-columns.js';

/** Means over two factors as a table of 80 columns: one line for each level of one, one column for each level of the other. */
export function interactionView(plot: InteractionPlot, metric: TrialMetric): string {
  const { text, title } = TRIAL_METRICS[metric];
  const xs = [...new Set(plot.lines.flatMap(({ points }) => points.map(({ x }) => x)))];
  const columns = [
    { title: plot.lineFactor, align: 'left' as const },
    ...xs.map((x) => ({ title: `${plot.xFactor} ${x}`, align: 'right' as const })),
  ];
  const rows = plot.lines.flatMap(({ level, points }) => {
    const at = xs.map((x) => points.find((point) => point.x === x));
    const means = at.map((point) =>
      point === undefined ? '-' : `${text(point.mean)}${point.isIncomplete ? '*' : ''}`,
    );
    return [
      [String(level), ...means],
      ['', ...at.map((point) => rangeText(point, text))],
    ];
  });
  const incomplete = plot.lines.some(({ points }) => points.some(({ isIncomplete }) => isIncomplete));
  const head = `${title}, ${plot.xFactor} by ${plot.lineFactor} (geometric means, intervals below)`;
  const foot = incomplete ? wrapText('* some combinations of the other factors have no trial') : [];
  return [...wrapText(head), '', ...textColumns(columns, rows), ...foot].join('\n').concat('\n');
}

function rangeText(point: PlotPoint | undefined, text: (value: number) => string): string {
  if (point === undefined || !Number.isFinite(point.interval[1])) return '';
  const [low, high] = point.interval.map(text);
  return `${low?.replace(/ .*|\/s$/, '')}–${high}`;
}
