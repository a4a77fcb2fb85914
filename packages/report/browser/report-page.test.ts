import { axeFindings, hasBrowser, PageBrowser, whySkipped } from '@benchwright/page-kit/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../src/html/render-html.js';
import { reportInputOf } from '../src/input/report-input.js';
import { HOSTILE, hostileResult, realInput } from '../src/testing/fixtures.js';
import { fullInput } from '../src/testing/full-input.js';
import { inkOf } from './ink-of.js';

describe.skipIf(!hasBrowser)(`the page in headless Chromium${whySkipped}`, () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.launch({
      real: renderHtml([realInput()]),
      full: renderHtml([fullInput()]),
      two: renderHtml([realInput({ label: 'before' }), realInput({ label: 'after' })]),
      hostile: renderHtml([reportInputOf(hostileResult(), [], { label: HOSTILE })]),
    });
  });
  afterAll(() => browser.close());

  test.each(['real', 'full', 'two', 'hostile'])(
    '%s: no complaint, no request, every chart drawn',
    async (name) => {
      const { page, said } = await browser.open(name);
      const ink = await inkOf(page);
      expect(said).toEqual([]);
      expect(ink.length).toBe(await page.locator('[data-chart]').count());
      expect(ink.length).toBeGreaterThan(0);
      for (const pixels of ink) expect(pixels).toBeGreaterThan(20);
      const handlers = await page.$$eval(
        '*',
        (all) =>
          all.flatMap(({ attributes }) => [...attributes]).filter((a) => a.name.startsWith('on')).length,
      );
      expect(handlers).toBe(0);
      await page.context().close();
    },
  );

  test('still charts and pictures have a size', async () => {
    const { page } = await browser.open('full');
    const boxes = await page.$$eval('figure.still svg, figure.still img, svg.interval', (shapes) =>
      shapes
        .filter((shape) => shape.closest('details:not([open])') === null)
        .map((shape) => shape.getBoundingClientRect().height),
    );
    expect(boxes.length).toBeGreaterThan(10);
    for (const height of boxes) expect(height).toBeGreaterThan(8);
    await page.context().close();
  });

  test('the mouse and the arrow keys show values', async () => {
    const { page } = await browser.open('real');
    const chart = page.locator('[data-chart="percentiles"]');
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('.u-over').hover({ position: { x: 300, y: 100 } });
    expect(await chart.locator('.legend .value').first().textContent()).toMatch(/\d (µs|ms|s)$/);
    expect(await chart.locator('.readout').textContent()).toMatch(/^at p\d/);
    await page.mouse.move(0, 0);
    await chart.locator('.plot').focus();
    await page.keyboard.press('ArrowRight');
    const first = await chart.locator('.readout').textContent();
    await page.keyboard.press('PageDown');
    const later = await chart.locator('.readout').textContent();
    expect(first).toMatch(/^at p\d/);
    expect(later).not.toBe(first);
    await page.context().close();
  });

  test('lines, variants and scales can be switched, by keyboard too', async () => {
    const { page, said } = await browser.open('real');
    const chart = page.locator('[data-chart="percentiles"]');
    const ink = async (): Promise<number> => (await inkOf(page))[0] ?? 0;
    const before = await ink();
    const line = chart.locator('.legend button').first();
    await line.focus();
    await page.keyboard.press('Space');
    expect(await line.getAttribute('aria-pressed')).toBe('false');
    expect(await ink()).toBeLessThan(before);
    await line.click();
    expect(await ink()).toBe(before);
    const picture = (): Promise<string> =>
      chart.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const logarithmic = await picture();
    await chart.locator('.toggle').click();
    const linear = await picture();
    expect(linear).not.toBe(logarithmic);
    await chart.locator('.choice label', { hasText: 'connect' }).click();
    expect(await picture()).not.toBe(linear);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('follows the system into the dark, and the reader out of it', async () => {
    const { page } = await browser.open('real', { colorScheme: 'dark' });
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const picture = (): Promise<string> =>
      page
        .locator('canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const [dark, darkPicture] = [await background(), await picture()];
    await page.locator('.theme').click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    expect(await background()).not.toBe(dark);
    await expect.poll(picture).not.toBe(darkPicture);
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    await page.context().close();
  });

  test('is light on paper, without what only works on a screen', async () => {
    const { page } = await browser.open('real', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    // The page hears of the paper by an event, after the call has returned.
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    for (const part of ['nav', '.theme', '.controls'])
      expect(await page.locator(part).first().isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(30_000);
    await page.context().close();
  });

  test.each([
    ['real', 'light'],
    ['full', 'light'],
    ['full', 'dark'],
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
    const { page } = await browser.open('full', { viewport: { width: 380, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.context().close();
  });

  test('without a script there are still verdict, tables and still charts', async () => {
    const { page, said } = await browser.open('full', { javaScriptEnabled: false });
    expect(await page.locator('.verdict').first().isVisible()).toBe(true);
    expect(await page.locator('figure.still svg').first().isVisible()).toBe(true);
    expect(await page.locator('#cells table').first().isVisible()).toBe(true);
    expect(await page.locator('noscript').first().isVisible()).toBe(true);
    expect(said).toEqual([]);
    await page.context().close();
  });
});
