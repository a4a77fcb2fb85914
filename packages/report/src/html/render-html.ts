import { BROWSER_SCRIPT, BROWSER_SCRIPT_HASH, BROWSER_STYLE } from '../../generated/browser-bundle.js';
import type { ReportInput } from '../input/report-input.js';
import type { ChartSpec } from './chart/chart-spec.js';
import { partsChart, percentileChart } from './chart/percentile-chart.js';
import { latencyChart, throughputChart, usageChart } from './chart/time-chart.js';
import { type Html, html, scriptJson, trustedMarkup } from './html.js';
import { cellsSection } from './section/cells-section.js';
import { distributionSection, timeSection, usageSection } from './section/chart-section.js';
import { comparisonSection } from './section/comparison-section.js';
import { errorSection } from './section/error-section.js';
import { flameSection } from './section/flame-section.js';
import { heatSection } from './section/heat-section.js';
import { linesSection } from './section/lines-section.js';
import { originSection, reproduceSection } from './section/origin-section.js';
import { paretoSection } from './section/pareto-section.js';
import { searchSection } from './section/search-section.js';
import type { PageSection } from './section/section.js';
import { sloSection, verdictCards } from './section/verdict-section.js';
import { shownCells } from './shown-cells.js';

/** Nothing is fetched, and no script runs but the page's own, told by its hash. */
const POLICY = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${BROWSER_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/**
 * One or more runs as a single HTML page that needs no network and no server: verdicts first, then SLOs, cells, comparisons,
 * distributions, the course over time, errors, factors, and what is needed to defend or repeat the numbers. Cells of several runs
 * are laid over each other. Works from `file://`, without a script (tables and still charts), in the dark and on paper. All
 * text from elsewhere is escaped. Pure; O(size of the results).
 */
export function renderHtml(inputs: readonly ReportInput[]): string {
  const cells = shownCells(inputs);
  const percentiles = percentileChart(cells);
  const parts = partsChart(cells);
  const throughput = throughputChart(cells);
  const latency = latencyChart(cells);
  const usage = usageChart(cells);
  const sections = [
    sloSection(inputs),
    searchSection(cells),
    cellsSection(cells),
    comparisonSection(inputs),
    linesSection(inputs),
    heatSection(inputs),
    paretoSection(inputs),
    distributionSection(cells, percentiles, parts),
    timeSection(throughput, latency),
    errorSection(cells),
    usageSection(usage),
    flameSection(inputs),
    reproduceSection(inputs),
    originSection(inputs),
  ].filter((found): found is PageSection => found !== null);
  const charts = [percentiles, parts, throughput, latency, usage].filter(
    (spec): spec is ChartSpec => spec !== null,
  );
  return `<!doctype html>\n${page({ title: titleOf(inputs), header: headerOf(inputs), verdicts: verdictCards(inputs), sections, charts }).markup}`;
}

function titleOf(inputs: readonly ReportInput[]): string {
  return [...new Set(inputs.map(({ result }) => result.suite))].join(', ') || 'no run';
}

function headerOf(inputs: readonly ReportInput[]): Html {
  const facts = inputs.map(
    ({ label, result }) => `${label}, ${result.run.startedAt.slice(0, 16).replace('T', ' ')} UTC`,
  );
  return html`<header>
<div><p class="brand">Benchwright</p><h1>${titleOf(inputs)}</h1><p class="muted">${facts.join(' · ')}</p></div>
<button type="button" class="theme" aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button>
</header>`;
}

export interface Page {
  readonly title: string;
  readonly header: Html;
  readonly verdicts: Html;
  readonly sections: readonly PageSection[];
  readonly charts: readonly ChartSpec[];
}

/** The frame of every page: its policy, style and script. */
export function page({ title, header, verdicts, sections, charts }: Page): Html {
  const links = sections.map((part) => html`<li><a href="#${part.id}">${part.title}</a></li>`);
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedMarkup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="benchwright">
<title>${title} – Benchwright</title>
<style>${trustedMarkup(BROWSER_STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the results</a>
${header}
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main id="main">
<section aria-label="Verdict">${verdicts}</section>
${sections.map(({ content }) => content)}</main>
<footer><p>Made by Benchwright. Times are wall time on one machine; read the verdict before the numbers.</p></footer>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>${trustedMarkup(BROWSER_SCRIPT)}</script>
</body>
</html>
`;
}
