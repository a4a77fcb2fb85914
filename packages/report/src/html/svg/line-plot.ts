import { type Html, html, NOTHING } from '../html.js';
import { type Axis, logAxis, zeroAxis } from './axis.js';
import { px } from './interval-plot.js';

const WIDTH = 540;
const HEIGHT = 290;
const LEFT = 76;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 44;

interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly interval?: readonly [number | null, number | null];
  /** What it says in words. */
  readonly text: string;
  /** Written beside the point. */
  readonly name?: string;
}

export interface PlotLine {
  readonly label: string;
  readonly color: number;
  readonly points: readonly PlotPoint[];
  /** Points only. */
  readonly scattered?: boolean;
}

interface PlotBand {
  readonly from: number;
  readonly to: number;
  readonly at: number | null;
  readonly text: string;
}

export interface LinePlot {
  readonly description: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly PlotLine[];
  readonly bands: readonly PlotBand[];
  /** Only these are labelled on the x axis; else the axis chooses. */
  readonly xTicks?: readonly number[];
  readonly linear?: boolean;
  writeX(value: number): string;
  writeY(value: number): string;
}

/** Lines with their intervals on logarithmic axes, drawn without a script, so that they print and scale as they are. */
export function linePlot(plot: LinePlot): Html {
  const points = plot.lines.flatMap((line) => line.points);
  const axis = plot.linear === true ? zeroAxis : logAxis;
  const x = axis([...points.map((point) => point.x), ...plot.bands.flatMap(({ from, to }) => [from, to])], {
    from: LEFT,
    to: WIDTH - RIGHT,
  });
  const bounds = points.flatMap((point) => [
    point.y,
    ...(point.interval ?? []).flatMap((end) => (end !== null && end > 0 ? [end] : [])),
  ]);
  const y = axis(bounds, { from: HEIGHT - BOTTOM, to: TOP });
  return html`<figure class="still"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${plot.description}">
${gridOf(plot, x, y)}${plot.bands.map((band) => bandOf(band, x))}${plot.lines.map((line) => lineOf(line, x, y))}</svg>
${plot.lines.length > 1 ? legendOf(plot.lines) : NOTHING}</figure>`;
}

function gridOf(plot: LinePlot, x: Axis, y: Axis): Html {
  const floor = HEIGHT - BOTTOM;
  const down = y.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y.at(tick))}" y2="${px(y.at(tick))}"/><text x="${LEFT - 8}" y="${px(y.at(tick) + 4)}" text-anchor="end">${plot.writeY(tick)}</text>`,
  );
  const across = (plot.xTicks ?? x.ticks).map(
    (tick) =>
      html`<line class="grid" x1="${px(x.at(tick))}" x2="${px(x.at(tick))}" y1="${TOP}" y2="${floor}"/><text x="${px(x.at(tick))}" y="${floor + 17}" text-anchor="middle">${plot.writeX(tick)}</text>`,
  );
  return html`${down}${across}<text class="title" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${plot.xTitle}</text><text class="title" transform="translate(13 ${(TOP + floor) / 2}) rotate(-90)" text-anchor="middle">${plot.yTitle}</text>`;
}

function bandOf({ from, to, at, text }: PlotBand, x: Axis): Html {
  const line =
    at === null
      ? NOTHING
      : html`<line class="zero" x1="${px(x.at(at))}" x2="${px(x.at(at))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`;
  return html`<rect class="noise" x="${px(x.at(from))}" width="${px(Math.max(2, x.at(to) - x.at(from)))}" y="${TOP}" height="${HEIGHT - BOTTOM - TOP}"><title>${text}</title></rect>${line}`;
}

function lineOf({ color, points, scattered }: PlotLine, x: Axis, y: Axis): Html {
  const stroke = `var(--s${color})`;
  const path = points
    .map((point, i) => `${i === 0 ? 'M' : 'L'}${px(x.at(point.x))} ${px(y.at(point.y))}`)
    .join('');
  const marks = points.map((point) => {
    const at = px(x.at(point.x));
    const whisker =
      point.interval === undefined
        ? NOTHING
        : html`<line class="whisker" style="stroke:${stroke}" x1="${at}" x2="${at}" y1="${px(point.interval[0] === null ? HEIGHT - BOTTOM : y.at(point.interval[0]))}" y2="${px(point.interval[1] === null ? TOP : y.at(point.interval[1]))}"/>`;
    return html`${whisker}<circle style="fill:${stroke}" cx="${at}" cy="${px(y.at(point.y))}" r="4"><title>${point.text}</title></circle>${nameOf(point, x, y)}`;
  });
  return html`${scattered === true || points.length < 2 ? NOTHING : html`<path class="line" style="stroke:${stroke}" d="${path}"/>`}${marks}`;
}

/** To the right of the point, or to its left where it would leave the plot. */
function nameOf({ name, x: atX, y: atY }: PlotPoint, x: Axis, y: Axis): Html {
  if (name === undefined) return NOTHING;
  const right = x.at(atX) < WIDTH - 120;
  return html`<text x="${px(x.at(atX) + (right ? 9 : -9))}" y="${px(y.at(atY) - 7)}" text-anchor="${right ? 'start' : 'end'}">${name}</text>`;
}

function legendOf(lines: readonly PlotLine[]): Html {
  return html`<p class="legend still-legend">${lines.map(({ label, color }) => html`<span><span class="swatch" style="background:var(--s${color})"></span>${label}</span> `)}</p>`;
}
