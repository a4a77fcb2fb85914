import { type Html, html, NOTHING } from '../html.js';
import type { Axis } from './axis.js';

const PLOT_WIDTH = 260;
const HEIGHT = 22;
const MIDDLE = HEIGHT / 2;
/** Room at both ends, so that labels and dots are whole. */
export const PLOT_RANGE = { from: 14, to: PLOT_WIDTH - 14 };

interface IntervalMark {
  readonly estimate: number | null;
  readonly interval: readonly [number | null, number | null];
  /** What it says in words, for whoever does not see it. */
  readonly text: string;
  /** A colour of the page: `var(--s1)`, `var(--good)`. */
  readonly fill: string;
}

/** An estimate with its interval on a row's own strip of the common axis; an end that is not known runs out of the strip. */
export function intervalPlot(
  axis: Axis,
  mark: IntervalMark,
  options: { readonly zero?: number; readonly band?: readonly [number, number] } = {},
): Html {
  const { estimate, interval, text, fill } = mark;
  if (estimate === null) return html`<span class="muted">–</span>`;
  const [low, high] = [
    interval[0] === null ? 0 : axis.at(interval[0]),
    interval[1] === null ? PLOT_WIDTH : axis.at(interval[1]),
  ];
  const grid = axis.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${px(axis.at(tick))}" x2="${px(axis.at(tick))}" y1="0" y2="${HEIGHT}"/>`,
  );
  const band =
    options.band === undefined
      ? NOTHING
      : html`<rect class="noise" x="${px(axis.at(options.band[0]))}" width="${px(axis.at(options.band[1]) - axis.at(options.band[0]))}" y="0" height="${HEIGHT}"/>`;
  const zero =
    options.zero === undefined
      ? NOTHING
      : html`<line class="zero" x1="${px(axis.at(options.zero))}" x2="${px(axis.at(options.zero))}" y1="0" y2="${HEIGHT}"/>`;
  return html`<svg class="interval" viewBox="0 0 ${PLOT_WIDTH} ${HEIGHT}" width="${PLOT_WIDTH}" height="${HEIGHT}" role="img" aria-label="${text}">${band}${grid}${zero}<line class="whisker" style="stroke:${fill}" x1="${px(low)}" x2="${px(high)}" y1="${MIDDLE}" y2="${MIDDLE}"/><circle style="fill:${fill}" cx="${px(axis.at(estimate))}" cy="${MIDDLE}" r="4.5"/><title>${text}</title></svg>`;
}

/** The labels of the common axis, for the head of the column. */
export function axisHead(axis: Axis, write: (tick: number) => string): Html {
  let last = Number.NEGATIVE_INFINITY;
  const labels = axis.ticks.flatMap((tick) => {
    // A label is left out where it would run into the one before.
    const text = write(tick);
    const x = axis.at(tick);
    const half = text.length * 3;
    if (x - half < last + 6 || x - half < 0 || x + half > PLOT_WIDTH) return [];
    last = x + half;
    return [html`<text x="${px(x)}" y="12" text-anchor="middle">${text}</text>`];
  });
  return html`<svg class="interval axis" viewBox="0 0 ${PLOT_WIDTH} 16" width="${PLOT_WIDTH}" height="16" aria-hidden="true">${labels}</svg>`;
}

/** Tenths of a pixel are as fine as anybody sees. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
