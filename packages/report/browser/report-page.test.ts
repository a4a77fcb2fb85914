import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../src/html/render-html.js';
import { reportInputOf } from '../src/input/report-input.js';
import { HOSTILE, hostileResult, realInput } from '../src/testing/fixtures.js';
import { fullInput } from '../src/testing/full-input.js';
import { axeFindings } from './axe-findings.js';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
const why = browserPath === undefined ? ' (skipped: no Chromium here; apt-get install chromium)' : '';

describe.skipIf(browserPath === undefined)(`the page in headless Chromium${why}`, () => {
  let browser: Browser;
  let folder = '';
  const files: Record<string, string> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'benchwright-page-'));
    const pages = {
      real: renderHtml([realInput()]),
      full: renderHtml([fullInput()]),
      two: renderHtml([realInput({ label: 'before' }), realInput({ label: 'after' })]),
      hostile: renderHtml([reportInputOf(hostileResult(), [], { label: HOSTILE })]),
    };
    for (const [name, page] of Object.entries(pages)) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, page);
      files[name] = pathToFileURL(file).href;
    }
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and gathers all that it complains of and asks for. */
  async function open(
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; said: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => {
      // Said of the pixels that this test itself reads.
      if (!message.text().startsWith('Canvas2D: Multiple readback'))
        said.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== files[name] && !request.url().startsWith('data:'))
        said.push(`request: ${request.url()}`);
    });
    await page.goto(files[name] ?? '');
    return { page, said };
  }

  /** Pixels of each canvas that have a colour of their own, as lines have and grids have not. */
  const inkOf = (page: Page): Promise<number[]> =>
    page.$$eval('.plot canvas', (canvases) =>
      canvases.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels =
          (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        let ink = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          const [r = 0, g = 0, b = 0, a = 0] = [pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]];
          if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) ink++;
        }
        return ink;
      }),
    );

  test.each(['real', 'full', 'two', 'hostile'])(
    '%s: no complaint, no request, every chart drawn',
    async (name) => {
      const { page, said } = await open(name);
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
    const { page } = await open('full');
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
    const { page } = await open('real');
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
    const { page, said } = await open('real');
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
    const { page } = await open('real', { colorScheme: 'dark' });
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
    const { page } = await open('real', { colorScheme: 'dark' });
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
    'axe finds nothing serious: %s, %s',
    async (name, colorScheme) => {
      const { page } = await open(name, { colorScheme });
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('a narrow screen scrolls tables, not the page', async () => {
    const { page } = await open('full', { viewport: { width: 380, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.context().close();
  });

  test('without a script there are still verdict, tables and still charts', async () => {
    const { page, said } = await open('full', { javaScriptEnabled: false });
    expect(await page.locator('.verdict').first().isVisible()).toBe(true);
    expect(await page.locator('figure.still svg').first().isVisible()).toBe(true);
    expect(await page.locator('#cells table').first().isVisible()).toBe(true);
    expect(await page.locator('noscript').first().isVisible()).toBe(true);
    expect(said).toEqual([]);
    await page.context().close();
  });
});
