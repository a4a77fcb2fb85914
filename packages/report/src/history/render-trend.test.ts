import { describe, expect, it } from 'vitest';
import { acceptanceOf, contentOf, historyOf, runOn } from '../testing/history-fixture.js';
import { displayWidth } from '../text/width.js';
import { followSeries } from './history-changes.js';
import { historyRuns } from './history-runs.js';
import { historySeries } from './history-series.js';
import { renderHistoryList, renderHistoryRun } from './render-history.js';
import { renderTrend } from './render-trend.js';
import { renderTrendHtml } from './render-trend-html.js';

const HOSTILE = '\u001b[31m<script>alert(1)</script>"\u202e';

const note = {
  type: 'note' as const,
  v: 1 as const,
  at: '2026-01-25T00:00:00.000Z',
  run: 'r00025',
  text: 'new disk',
};

function followed(
  cells = historyOf([
    [20, 1],
    [15, 1.12],
  ]),
  acceptances: ReturnType<typeof acceptanceOf>[] = [],
) {
  return followSeries(historySeries(contentOf(cells, { notes: [note] })), acceptances);
}

describe('renderTrend', () => {
  it('draws each series, marks its change below the run that begins it, and tells it in words', () => {
    const text = renderTrend(followed());
    const rows = text.split('\n');
    expect(rows[0]).toBe('2 of 2 series changed: 2 open regressions');
    expect(text).toMatch(/http verification\n {2}35 runs on bench-1, 2026-01-01 to 2026-02-04/);
    const drawing = rows.findIndex((row) => row.includes('▇') || row.includes('█'));
    const blocks = rows[drawing]!.search(/[▁▂▃▄▅▆▇█]/);
    // 35 runs in 26 blocks: run 20 is in block 14.
    expect(rows[drawing + 1]!.indexOf('▲')).toBe(blocks + Math.floor((20 * 26) / 35));
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /[0-9a-f]{7} regressed: since 1000014 \(2026-01-21\) p50 of response time of verification is 12 % higher/,
    );
    expect(text).toMatch(/# 1000019 \(2026-01-26\): new disk/);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(/history accept [0-9a-f]{7}/);
  });

  it('says so when nothing changed, and when what changed is accepted', () => {
    expect(renderTrend(followed(historyOf([[20, 1]])))).toMatch(
      /^no lasting change in 2 series[\s\S]*no change/,
    );
    const accepted = renderTrend(followed(undefined, [acceptanceOf('r00020')]));
    expect(accepted).toMatch(/^2 of 2 series changed: no open regression\n/);
    expect(accepted).toMatch(/accepted: since/);
    expect(accepted).not.toMatch(/history accept/);
  });

  it('says of few runs that they are too few, not that nothing changed', () => {
    const few = followed(historyOf([[5, 1]]));
    expect(few[0]!.leastRuns).toBe(10);
    const text = renderTrend(few);
    expect(text).toMatch(/^too few runs in 2 series to tell a change \(it takes 10\)\n/);
    expect(text).not.toMatch(/no change/);
    const markup = renderTrendHtml(few);
    expect(markup).toContain('TOO FEW RUNS');
    expect(markup).not.toContain('STEADY');
    expect(renderTrendHtml(followed(historyOf([[20, 1]])))).toContain('STEADY');
  });

  it('says how many runs were left out or are suspect', () => {
    const cells = historyOf([[20, 1]]).map((cell, i) => ({
      ...cell,
      verdict: i === 3 ? ('invalid' as const) : i === 4 ? ('suspect' as const) : cell.verdict,
    }));
    expect(renderTrend(followed(cells))).toMatch(/19 runs on .*, 1 suspect, 1 invalid left out\n/);
  });

  it.each([40, 80, 120])('stays within %i columns, whatever names it is given', (columns) => {
    const cells = historyOf([
      [20, 1],
      [15, 1.12],
    ]).map((cell) => ({ ...cell, cell: `${HOSTILE}日本語`, host: HOSTILE }));
    const trend = renderTrend(followed(cells), { columns });
    const runs = historyRuns(contentOf(cells, { notes: [{ ...note, text: HOSTILE }] }));
    const all = [
      trend,
      renderHistoryList(runs, { columns }),
      renderHistoryRun(runs[20]!, followed(cells), { columns }),
    ];
    for (const text of all) {
      for (const unsafe of ['\u001b', '\u202e']) expect(text).not.toContain(unsafe);
      for (const row of text.split('\n')) expect(displayWidth(row)).toBeLessThanOrEqual(columns);
    }
  });
});

it('the list has a line a run and its notes, and a run its figures and the changes that begin with it', () => {
  const cells = historyOf([
    [20, 1],
    [15, 1.12],
  ]);
  const runs = historyRuns(
    contentOf(cells, { notes: [note], acceptances: [acceptanceOf('r00020', { why: 'safer' })] }),
  );
  const list = renderHistoryList(runs.slice(-16));
  expect(list).toMatch(/r00019 +http +valid +1 +1000013 +main +bench-1/);
  expect(list).toMatch(/r00020 .*\n {2}= accepted as normal: safer\n/);
  expect(list).toMatch(/r00025 .*\n {2}# new disk\n/);
  const shown = renderHistoryRun(runs[20]!, followed(cells));
  expect(shown).toMatch(/^r00020 {2}valid\n/);
  expect(shown).toMatch(/commit 1000014.* on main/);
  expect(shown).toMatch(/changes that begin with this run\n {2}[0-9a-f]{7} {2}regressed: since/);
  expect(renderHistoryRun(historyRuns(contentOf([runOn(0, 1, { git: null })]))[0]!, [])).toMatch(/no commit/);
});

describe('renderTrendHtml', () => {
  it('is one page that fetches nothing, with a plot for each series and what changed in words', () => {
    const page = renderTrendHtml(followed());
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page.match(/<svg viewBox="0 0 880/g)).toHaveLength(2);
    expect(page).toContain('REGRESSED');
    expect(page).toMatch(/p95 of response time of verification is 12 % higher/);
    expect(page).not.toMatch(/(src|href)="(?!#)/);
    expect(page.slice(page.indexOf('<body'), page.indexOf('<script'))).not.toContain('NaN');
  });

  it('escapes what it is given', () => {
    const cells = historyOf([
      [20, 1],
      [15, 1.12],
    ]).map((cell) => ({ ...cell, cell: HOSTILE, host: HOSTILE, run: cell.run + HOSTILE }));
    const page = renderTrendHtml(followed(cells));
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert');
  });

  it('draws ten thousand runs in a page of moderate size', () => {
    const page = renderTrendHtml(followed(historyOf([[10_000, 1]])));
    expect(page.length).toBeLessThan(600_000);
    expect(page).toContain('and 9800 earlier runs');
  });
});
