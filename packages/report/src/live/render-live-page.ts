import { BROWSER_SCRIPT, BROWSER_SCRIPT_HASH, BROWSER_STYLE } from '../../generated/browser-bundle.js';
import { type Html, html, trustedMarkup } from '../html/html.js';
import { LIVE_CHARTS } from './live-charts.js';

/** The content security policy of the live page, for the header of its server: it may talk to that server and to nobody else. */
export const LIVE_PAGE_POLICY = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${BROWSER_SCRIPT_HASH}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * The page that shows a run under way, with the charts and the style of the report. It listens to server-sent events at `events`, beside itself: a `state`
 * (a `LiveState`) whenever it connects, then each `LiveEvent`; at `report` it loads itself anew, for the final report then stands in its place.
 */
export function renderLivePage(): string {
  return `<!doctype html>\n${page().markup}`;
}

function page(): Html {
  return html`<html lang="en" data-live="events">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Benchwright, live</title>
<style>${trustedMarkup(BROWSER_STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the charts</a>
<header>
<div><p class="brand">Benchwright</p><h1 id="live-title">A run</h1><p class="muted" id="live-run"></p></div>
<button type="button" class="theme" aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button>
</header>
<main id="main">
<section aria-label="State of the run">
<div class="card" id="live-card">
<p class="verdict"><span class="pill" id="live-connection">connecting</span> <span id="live-doing" role="status"></span></p>
<p class="extent" id="live-extent"></p>
<progress id="live-progress" max="1" value="0" aria-label="Trials done"></progress>
<dl class="live-figures" id="live-figures"></dl>
</div>
<noscript><p class="note">The live page needs JavaScript. The terminal shows the run as well, and the report will not need it.</p></noscript>
</section>
${LIVE_CHARTS.map(
  ({ id, title, description }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lede">${description}</p>
<figure class="chart" data-chart="${id}">
<div class="controls"></div>
<div class="plot" role="img" tabindex="0" aria-label="${description} Arrow keys move along it."></div>
<div class="legend"></div>
</figure>
</section>
`,
)}<section aria-labelledby="errors-title">
<h2 id="errors-title">Errors</h2>
<div id="live-errors"></div>
</section>
<section aria-labelledby="trials-title">
<h2 id="trials-title">Trials done</h2>
<div id="live-trials"></div>
</section>
<section aria-labelledby="warnings-title" id="live-warnings" hidden>
<h2 id="warnings-title">Warnings</h2>
<ul class="reasons"></ul>
</section>
</main>
<footer><p>Preliminary: nothing here has been judged yet. The report with its verdict takes the place of this page when the run ends.</p></footer>
<script>${trustedMarkup(BROWSER_SCRIPT)}</script>
</body>
</html>
`;
}
