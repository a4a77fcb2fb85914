import { peakIndices } from '../html/chart/downsample.js';
import { type Html, html, NOTHING } from '../html/html.js';
import { type Axis, logAxis } from '../html/svg/axis.js';
import { px } from '../html/svg/interval-plot.js';
import { shownUnit } from '../scale/metric-name.js';
import { formatValue } from '../scale/scale.js';
import { tickText } from '../scale/tick-text.js';
import { changeText, figureText, revisionText } from './change-text.js';
import type { FollowedSeries, HistoryLevel } from './history-changes.js';
import type { HistoryPoint } from './history-series.js';

const WIDTH = 880;
const HEIGHT = 230;
const LEFT = 76;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 30;

/** Runs drawn at most; beyond that the extremes of each stretch stand for it. */
const MOST_POINTS = 600;

/** Up to so many runs each has a mark of its own, with its words. */
const MOST_MARKS = 150;

/** Colours of the page's palette. */
const RUN_COLOR = 1;
const LEVEL_COLOR = 2;

interface Place {
  readonly x: (index: number) => number;
  readonly y: Axis;
}

/**
 * A series over its runs, oldest left, with its levels as thick lines and a dashed line where each change begins. Drawn without a
 * script; the axis of values is logarithmic, and linear where a value is not above zero.
 */
export function trendPlot({ series, levels, changes }: FollowedSeries): Html {
  const { points, name } = series;
  const values = points.map(({ value }) => value);
  const span = Math.max(1, points.length - 1);
  const range = { from: HEIGHT - BOTTOM, to: TOP };
  const place: Place = {
    x: (index) => LEFT + (index / span) * (WIDTH - LEFT - RIGHT),
    y: values.every((value) => value > 0) ? logAxis(values, range) : linearAxis(values, range),
  };
  const unit = shownUnit(name.metric, series.unit);
  const shown = peakIndices(values, MOST_POINTS);
  const path = shown
    .map((i, k) => `${k === 0 ? 'M' : 'L'}${px(place.x(i))} ${px(place.y.at(values[i]!))}`)
    .join('');
  const cuts = changes.map(
    (change) =>
      html`<line class="zero" x1="${px(place.x(change.at - 0.5))}" x2="${px(place.x(change.at - 0.5))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"><title>${changeText(change, series)}</title></line>`,
  );
  const description = `${figureText(name)} of ${name.cell} over ${points.length} runs, ${changes.length} changes of level.`;
  return html`<figure class="still" style="max-width:${WIDTH}px"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
${valueGrid(place.y, unit)}${dateLabels(points, place)}${cuts}<path class="line" style="stroke:var(--s${RUN_COLOR});stroke-width:1.2" d="${path}"/>${levels.map((level) => levelLine(level, place, unit))}${points.length > MOST_MARKS ? NOTHING : points.map((point, i) => mark(point, i, place, unit))}</svg></figure>`;
}

function valueGrid(axis: Axis, unit: string): Html {
  return html`${axis.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(axis.at(tick))}" y2="${px(axis.at(tick))}"/><text x="${LEFT - 8}" y="${px(axis.at(tick) + 4)}" text-anchor="end">${tickText(unit, tick)}</text>`,
  )}`;
}

/** Days of up to six runs, equally far apart. */
function dateLabels(points: readonly HistoryPoint[], { x }: Place): Html {
  const count = Math.min(6, points.length);
  const chosen = Array.from({ length: count }, (_, i) =>
    Math.round((i * (points.length - 1)) / Math.max(1, count - 1)),
  );
  const labels = chosen.map((index, i) => {
    const anchor = i === 0 ? 'start' : i === count - 1 ? 'end' : 'middle';
    return html`<text x="${px(x(index))}" y="${HEIGHT - 8}" text-anchor="${anchor}">${points[index]!.startedAt.slice(0, 10)}</text>`;
  });
  return html`${labels}`;
}

function levelLine({ from, to, mean }: HistoryLevel, { x, y }: Place, unit: string): Html {
  const at = px(y.at(mean));
  return html`<line style="stroke:var(--s${LEVEL_COLOR});stroke-width:3;opacity:.85" x1="${px(x(from))}" x2="${px(x(to - 1))}" y1="${at}" y2="${at}"><title>${`level ${formatValue(unit, mean)} over ${to - from} runs`}</title></line>`;
}

/** Suspect runs are hollow. */
function mark(point: HistoryPoint, index: number, { x, y }: Place, unit: string): Html {
  const fill = point.suspect ? 'none' : `var(--s${RUN_COLOR})`;
  const words = [
    `${revisionText(point)}: ${formatValue(unit, point.value)}`,
    ...(point.suspect ? ['suspect'] : []),
    ...point.notes,
  ].join(', ');
  return html`<circle style="fill:${fill};stroke:var(--s${RUN_COLOR})" cx="${px(x(index))}" cy="${px(y.at(point.value))}" r="${point.notes.length > 0 ? 5 : 3}"><title>${words}</title></circle>`;
}

function linearAxis(values: readonly number[], { from, to }: { from: number; to: number }): Axis {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const span = high - low || 1;
  return {
    ticks: [0, 1, 2, 3, 4].map((i) => low + (span * i) / 4),
    at: (value) => from + ((value - low) / span) * (to - from),
  };
}
