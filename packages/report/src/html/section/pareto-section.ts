import type { ParetoInput, ParetoPoint, ReportInput } from '../../input/report-input.js';
import { formatValue } from '../../scale/scale.js';
import { tickText } from '../../scale/tick-text.js';
import { html } from '../html.js';
import { linePlot } from '../svg/line-plot.js';
import { dataTable, fold, numberColumn, type PageSection, pill, section, textColumn } from './section.js';

/** Cost against latency: what no other configuration beats in both stands on the line. */
export function paretoSection(inputs: readonly ReportInput[]): PageSection | null {
  return section(
    'pareto',
    'Cost against latency',
    'Lower and further left is better. Configurations on the line are beaten in both by none; the others cost more than one that is as fast.',
    inputs.flatMap(({ pareto }) => pareto.filter(({ points }) => points.length > 0).map(planeOf)),
  );
}

/** The points that no other is at most as dear and as slow as, one of them less; cheapest first. */
export function paretoFront(points: readonly ParetoPoint[]): ParetoPoint[] {
  const beats = (a: ParetoPoint, b: ParetoPoint): boolean =>
    a.cost <= b.cost && a.latencyNs <= b.latencyNs && (a.cost < b.cost || a.latencyNs < b.latencyNs);
  return points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((a, b) => a.cost - b.cost);
}

function planeOf({ title, points, costUnit, latencyName }: ParetoInput) {
  const front = paretoFront(points);
  const costText = (cost: number): string => `${Number(cost.toPrecision(4))} ${costUnit}`;
  const marks = (list: readonly ParetoPoint[]) =>
    list.map(({ label, cost, latencyNs, interval }) => ({
      x: cost,
      y: latencyNs,
      interval,
      text: `${label}: ${costText(cost)}, ${formatValue('ns', latencyNs)}`,
    }));
  const beaten = points.filter((point) => !front.includes(point));
  const plot = linePlot({
    description: `${title}: cost against ${latencyName}.`,
    xTitle: `cost in ${costUnit}`,
    yTitle: latencyName,
    lines: [
      {
        label: 'beaten by none',
        color: 1,
        points: marks(front).map((mark, i) => ({ ...mark, name: front[i]?.label ?? '' })),
      },
      ...(beaten.length === 0
        ? []
        : [{ label: 'beaten in both', color: 8, points: marks(beaten), scattered: true }]),
    ],
    bands: [],
    writeX: (value) => String(Number(value.toPrecision(3))),
    writeY: (value) => tickText('ns', value),
  });
  const rows = [...points]
    .sort((a, b) => a.cost - b.cost)
    .map((point) => [
      point.label,
      costText(point.cost),
      formatValue('ns', point.latencyNs),
      `${formatValue('ns', point.interval[0])} to ${formatValue('ns', point.interval[1])}`,
      front.includes(point) ? pill('good', 'on the line') : pill('calm', 'beaten'),
    ]);
  const columns = [
    textColumn('configuration'),
    numberColumn('cost'),
    numberColumn(latencyName),
    numberColumn('interval'),
    textColumn(''),
  ];
  return html`<h3>${title}</h3>${plot}${fold('Table of this chart', dataTable(title, columns, rows))}`;
}
