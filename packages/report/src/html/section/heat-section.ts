import type { CellResult } from '@benchwright/result-schema';
import type { ReportInput } from '../../input/report-input.js';
import { metricName, shownUnit } from '../../scale/metric-name.js';
import { scaleFor, withUnit } from '../../scale/scale.js';
import { groupByLevels, type VariedFactor, variedFactors } from '../factor-grid.js';
import { type Html, html, NOTHING } from '../html.js';
import { fold, type PageSection, section } from './section.js';

const FIRST = [
  'responseTimeNs',
  'requestsPerSec',
  'sustainedPerSec',
  'targetCpuNs',
  'targetRssBytes',
] as const;
const LEAST_CELLS = 4;

/** Factor cells as a grid, each with its figure and a colour from best to worst. The table is the map, so it needs no other. */
export function heatSection(inputs: readonly ReportInput[]): PageSection | null {
  const maps = inputs.flatMap(({ result, label }) => {
    const varied = variedFactors(result.cells);
    if (varied.length < 2 || result.cells.length < LEAST_CELLS) return [];
    const heading = inputs.length > 1 ? html`<h3>${label}</h3>` : NOTHING;
    return [html`${heading}${gridsOf(result.cells, varied)}`];
  });
  return section(
    'factors',
    'Factors',
    'Estimates by the factors that were varied. Blue is best, orange worst, by order of magnitude; the numbers decide.',
    maps,
  );
}

function gridsOf(cells: readonly CellResult[], varied: readonly VariedFactor[]): Html {
  const across = [...varied].sort(
    (a, b) => Number(b.numeric) - Number(a.numeric) || b.levels.length - a.levels.length,
  )[0];
  if (across === undefined) return NOTHING;
  const down = varied.filter((factor) => factor !== across);
  const keys = FIRST.filter((key) => cells.some(({ metrics }) => (metrics[key]?.estimate ?? null) !== null));
  const grids = keys.map((key, i) => {
    const grid = gridOf(key, cells, across, down);
    return i < 2 ? grid : fold(metricName(key), grid);
  });
  return html`<div class="grids">${grids}</div>`;
}

function gridOf(
  key: string,
  cells: readonly CellResult[],
  across: VariedFactor,
  down: readonly VariedFactor[],
): Html {
  const metrics = cells.flatMap(({ metrics: all }) => all[key] ?? []);
  const values = metrics.flatMap(({ estimate }) => estimate ?? []);
  const scale = scaleFor(shownUnit(key, metrics[0]?.unit ?? ''), values);
  const better = metrics[0]?.better ?? 'lower';
  const heat = heatOf(values, better);
  const head = across.levels.map((level) => html`<th scope="col" class="n">${String(level)}</th>`);
  const rows = [...groupByLevels(cells, down)].map(([name, group]) => {
    const boxes = across.levels.map((level) => {
      const cell = group.find(({ factors }) => factors[across.name] === level);
      const estimate = cell?.metrics[key]?.estimate ?? null;
      if (cell === undefined || estimate === null) return html`<td class="n muted">–</td>`;
      const doubt =
        cell.validity.verdict === 'valid'
          ? NOTHING
          : html` <span class="doubt" title="${cell.validity.verdict}">!<span class="sr"> ${cell.validity.verdict}</span></span>`;
      return html`<td class="n heat" style="--heat:${heat(estimate)}%">${fourDigits(estimate / scale.divisor)}${doubt}</td>`;
    });
    return html`<tr><th scope="row" class="t">${name}</th>${boxes}</tr>\n`;
  });
  const title = withUnit(metricName(key), scale.unit === '' ? '' : `(${scale.unit})`);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title} by factors"><table class="grid-table"><caption>${title}, ${better} is better</caption>
<thead><tr><th scope="col" class="t"><span class="muted">${across.name} →</span></th>${head}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** Cells are often orders of magnitude apart, so each has digits of its own, in the unit of the grid. */
function fourDigits(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

/** 0 for the best, 100 for the worst, by the logarithm: cells are often factors apart. */
function heatOf(values: readonly number[], better: 'higher' | 'lower'): (value: number) => number {
  const logs = values.filter((value) => value > 0).map(Math.log);
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  return (value) => {
    const share = value <= 0 ? 0 : most > least ? (Math.log(value) - least) / (most - least) : 0;
    return Math.round((better === 'lower' ? share : 1 - share) * 100);
  };
}
