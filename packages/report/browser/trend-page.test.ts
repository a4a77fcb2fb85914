import { axeFindings, hasBrowser, PageBrowser, whySkipped } from '@benchwright/page-kit/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FollowedSeries, followSeries } from '../src/history/history-changes.js';
import { historySeries } from '../src/history/history-series.js';
import { renderTrendHtml } from '../src/history/render-trend-html.js';
import { HOSTILE } from '../src/testing/fixtures.js';
import { acceptanceOf, contentOf, historyOf } from '../src/testing/history-fixture.js';

const CHANGED = historyOf([
  [20, 1],
  [15, 1.12],
  [15, 0.95],
]);
const NOTE = { type: 'note', v: 1, at: '2026-01-25T00:00:00.000Z', run: 'r00025', text: 'new disk' } as const;
const SUSPECT = 27;

/** Fifty runs on three levels, one of them suspect and one with a note; the first change is accepted. */
function changedSeries(): FollowedSeries[] {
  const cells = CHANGED.map((cell, i) => (i === SUSPECT ? { ...cell, verdict: 'suspect' as const } : cell));
  const acceptances = [acceptanceOf('r00020', { why: 'safer' })];
  return followSeries(historySeries(contentOf(cells, { notes: [NOTE] })), acceptances);
}

const regressedPage = (): string =>
  renderTrendHtml(followSeries(historySeries(contentOf(CHANGED.slice(0, 35))), []));

const hostilePage = (): string =>
  renderTrendHtml(
    followSeries(
      historySeries(contentOf(CHANGED.map((cell) => ({ ...cell, cell: HOSTILE, host: HOSTILE })))),
      [],
    ),
  );

describe.skipIf(!hasBrowser)(`the trend page in headless Chromium${whySkipped}`, () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.launch({
      changed: renderTrendHtml(changedSeries()),
      regressed: regressedPage(),
      hostile: hostilePage(),
    });
  });
  afterAll(() => browser.close());

  test.each(['changed', 'regressed', 'hostile'])('%s: no complaint, no request', async (name) => {
    const { page, said } = await browser.open(name);
    expect(await page.locator('.verdict').first().isVisible()).toBe(true);
    expect(await page.locator('figure.still svg').count()).toBe(2);
    expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('every run, level and change of a series lies within its plot, without a script too', async () => {
    const { page } = await browser.open('changed', { javaScriptEnabled: false });
    const plot = page.locator('figure.still svg').first();
    const frame = (await plot.boundingBox())!;
    expect(frame.height).toBeGreaterThan(150);
    const shapes = await plot.locator('circle').evaluateAll((circles) =>
      circles.map((circle) => {
        const { left, right, top, bottom } = circle.getBoundingClientRect();
        const isHollow = getComputedStyle(circle).fill === 'none';
        return { left, right, top, bottom, isHollow };
      }),
    );
    expect(shapes).toHaveLength(CHANGED.length);
    expect(shapes.flatMap(({ isHollow }, i) => (isHollow ? [i] : []))).toEqual([SUSPECT]);
    for (const { left, right, top, bottom } of shapes) {
      expect(left).toBeGreaterThanOrEqual(frame.x);
      expect(right).toBeLessThanOrEqual(frame.x + frame.width + 1);
      expect(top).toBeGreaterThanOrEqual(frame.y);
      expect(bottom).toBeLessThanOrEqual(frame.y + frame.height);
    }
    const [{ changes }] = changedSeries() as [FollowedSeries];
    expect(changes.map(({ at }) => at)).toEqual(expect.arrayContaining([20, 35]));
    expect(await plot.locator('line.zero').count()).toBe(changes.length);
    await page.context().close();
  });

  test('the id of a change, which is to be copied, stands on one line, and why it was accepted beside it', async () => {
    const { page } = await browser.open('changed');
    const ids = page.locator('#changes code.id');
    const heights = await ids.evaluateAll((found) => found.map((id) => id.getClientRects().length));
    expect(heights.length).toBeGreaterThanOrEqual(4);
    expect(new Set(heights)).toEqual(new Set([1]));
    expect(await page.locator('#changed li').first().textContent()).toMatch(/accepted \(safer\) since /);
    await page.context().close();
  });

  test('labels of an axis do not run into each other', async () => {
    const { page } = await browser.open('regressed');
    const plot = page.locator('figure.still svg').first();
    const boxes = await plot.locator('text').evaluateAll((labels) =>
      labels.map((label) => {
        const { left, right, top, bottom } = label.getBoundingClientRect();
        return { text: label.textContent ?? '', left, right, top, bottom };
      }),
    );
    expect(boxes.length).toBeGreaterThan(6);
    const overlapping = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map((b) => `${a.text} and ${b.text}`),
    );
    expect(overlapping).toEqual([]);
    await page.context().close();
  });

  test.each([
    ['changed', 'dark'],
    ['regressed', 'light'],
  ] as const)(
    'axe finds nothing: %s, %s',
    async (name, colorScheme) => {
      const { page } = await browser.open(name, { colorScheme });
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('a narrow screen scrolls tables, not the page', async () => {
    const { page } = await browser.open('changed', { viewport: { width: 380, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.context().close();
  });
});
