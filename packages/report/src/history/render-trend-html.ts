import { type Html, html, NOTHING } from '../html/html.js';
import { page } from '../html/render-html.js';
import {
  dataTable,
  fold,
  numberColumn,
  type PageSection,
  pill,
  section,
  textColumn,
} from '../html/section/section.js';
import { shownUnit } from '../scale/metric-name.js';
import { formatValue } from '../scale/scale.js';
import { changeText, commitText, figureText } from './change-text.js';
import { type FollowedSeries, type HistoryChange, isLongEnough } from './history-changes.js';
import { quietText } from './render-trend.js';
import { trendPlot } from './trend-plot.js';

/** Rows of the table behind a plot at most; the history itself has all. */
const MOST_ROWS = 200;

/** Plots of series without a change at most; the table names every series. */
const MOST_QUIET_PLOTS = 40;

/**
 * Series over time as one page that needs no network, no server and, for its figures, no script: changes in words first, then a plot
 * for each series, those that changed first, with the table behind it. All text from elsewhere is escaped. Pure; O(runs).
 */
export function renderTrendHtml(followed: readonly FollowedSeries[]): string {
  const changed = followed.filter(({ changes }) => changes.length > 0);
  const quiet = followed.filter(({ changes }) => changes.length === 0);
  const sections = [
    section('changes', 'Changes', 'A lasting change of level, with the first commit that shows it.', [
      changesTable(changed),
    ]),
    section('changed', 'Series that changed', PLOT_LEDE, changed.map(seriesFigure)),
    section(
      'steady',
      'Series without a change',
      quiet.length > MOST_QUIET_PLOTS
        ? `${quiet.length} series; the first ${MOST_QUIET_PLOTS} are drawn.`
        : '',
      quiet.slice(0, MOST_QUIET_PLOTS).map(seriesFigure),
    ),
    section('method', 'Method', '', [methodText(followed)]),
  ].filter((found): found is PageSection => found !== null);
  const suites = [...new Set(followed.map(({ series }) => series.name.suite))].join(', ');
  const title = `History of ${suites}`;
  return `<!doctype html>\n${page({ title, header: headerOf(title, followed), verdicts: verdict(followed), sections, charts: [] }).markup}`;
}

const PLOT_LEDE =
  'A point per run, oldest left; hollow ones are suspect, larger ones carry a note. Thick lines are levels, dashed ones the changes between them.';

function headerOf(title: string, followed: readonly FollowedSeries[]): Html {
  const hosts = [
    ...new Set(followed.map(({ series }) => `${series.host} (${series.name.machine.slice(0, 8)})`)),
  ];
  return html`<header>
<div><p class="brand">Benchwright</p><h1>${title}</h1><p class="muted">${hosts.join(' · ')}</p></div>
<button type="button" class="theme" aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button>
</header>`;
}

function verdict(followed: readonly FollowedSeries[]): Html {
  const [kind, name, text] = verdictOf(followed);
  return html`<div class="cards"><div class="card ${kind}"><p class="verdict">${pill(kind, name)} <span>${text}</span></p></div></div>`;
}

function verdictOf(followed: readonly FollowedSeries[]): ['bad' | 'good' | 'calm', string, string] {
  const changes = followed.flatMap((one) => one.changes);
  const open = changes.filter((change) => change.open).length;
  if (open > 0) {
    const regressions = `${open} regression${open > 1 ? 's' : ''}`;
    return ['bad', 'REGRESSED', `${regressions} that nobody accepted and nothing has made good.`];
  }
  if (changes.length > 0) return ['good', 'STEADY', 'No open regression.'];
  const text = `${quietText(followed)}.`;
  return followed.some(isLongEnough) ? ['good', 'STEADY', text] : ['calm', 'TOO FEW RUNS', text];
}

function changesTable(changed: readonly FollowedSeries[]): Html {
  const rows = changed.flatMap(({ series, changes }) =>
    changes.map((change) => [
      html`<code class="id">${change.id}</code>`,
      statePill(change),
      changeText(change, series),
      lastBefore(change),
    ]),
  );
  const columns = ['change', 'state', 'what', 'last run before'].map(textColumn);
  return dataTable('Changes', columns, rows);
}

function lastBefore({ lastBefore: { run, git } }: HistoryChange): string {
  return git === null ? run : `${commitText(git)}, run ${run}`;
}

function statePill({ verdict: direction, accepted, open }: HistoryChange): Html {
  if (accepted !== null) {
    return html`${pill('calm', 'accepted')}${accepted.why === undefined ? NOTHING : html` (${accepted.why})`}`;
  }
  if (open) return pill('bad', 'regressed');
  return direction === 'improved' ? pill('good', 'improved') : pill('calm', 'made good since');
}

function seriesFigure(followed: FollowedSeries): Html {
  const { series, changes } = followed;
  const { name } = series;
  const words = changes.map((change) => html`<li>${statePill(change)} ${changeText(change, series)}</li>`);
  return html`<h3>${name.suite} ${name.cell}: ${figureText(name)}</h3>
${words.length === 0 ? NOTHING : html`<ul>${words}</ul>`}${trendPlot(followed)}${fold('Table of this plot', pointTable(followed))}`;
}

function pointTable({ series }: FollowedSeries): Html {
  const unit = shownUnit(series.name.metric, series.unit);
  const rows = series.points
    .slice(-MOST_ROWS)
    .toReversed()
    .map(({ run, startedAt, git, value, interval: [low, high], suspect, notes }) => [
      run,
      startedAt.slice(0, 16).replace('T', ' '),
      git === null ? '–' : commitText(git),
      formatValue(unit, value),
      low === null && high === null ? '' : `${formatValue(unit, low)} to ${formatValue(unit, high)}`,
      [...(suspect ? ['suspect'] : []), ...notes].join(', '),
    ]);
  const columns = [
    ...['run', 'started', 'commit'].map(textColumn),
    ...['value', 'interval'].map(numberColumn),
    textColumn('remarks'),
  ];
  const left = series.points.length - rows.length;
  const more = left > 0 ? html`<p class="muted">and ${left} earlier runs</p>` : NOTHING;
  return html`${dataTable(`Runs of ${figureText(series.name)}`, columns, rows)}${more}`;
}

function methodText(followed: readonly FollowedSeries[]): Html {
  const methods = [...new Set(followed.map(({ method }) => method))].join('; ');
  const invalid = Math.max(0, ...followed.map(({ series }) => series.invalidRuns));
  return html`<p>Changes of level by ${methods}. Runs of different machines or settings are never put in one line${invalid > 0 ? `; up to ${invalid} invalid runs of a series are left out` : ''}. Intervals are those of each run over its trials.</p>`;
}
