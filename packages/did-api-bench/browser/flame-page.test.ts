import { axeFindings, hasBrowser, PageBrowser, whySkipped } from '@benchwright/page-kit/browser';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderFlamePage } from '../src/profile/flame/render-flame-page.js';
import { parseFolded } from '../src/profile/tree/folded-text.js';

/** A profile such as a DID server has; with `hashing` the weight of one function is set. */
const profileOf = (hashing: number) =>
  parseFolded(
    'it',
    [
      'listen (/app/server.js:3);verify (/app/verify.js:10) 120000000',
      `listen (/app/server.js:3);verify (/app/verify.js:10);hash (/app/hash.js:7) ${hashing}`,
      'listen (/app/server.js:3);verify (/app/verify.js:10);query (/app/node_modules/pg/client.js:99) 300000000',
      'listen (/app/server.js:3);enroll (/app/enroll.js:5);hash (/app/hash.js:7) 200000000',
      'listen (/app/server.js:3);enroll (/app/enroll.js:5);write (node:net:1) 100000000',
      '(garbage collector) 60000000',
    ].join('\n'),
    'ns',
  );

const HOSTILE = '</script><img src=x onerror=alert(1)>"\u202e<!--__proto__';
const FACTS = ['process 4242 for 30 s, by V8’s profiler'];

describe.skipIf(!hasBrowser)(`the flame graph in headless Chromium${whySkipped}`, () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.launch({
      plain: renderFlamePage({ title: 'CPU of verify', facts: FACTS, tree: profileOf(400_000_000) }),
      changed: renderFlamePage({
        title: 'CPU of verify',
        facts: FACTS,
        tree: profileOf(900_000_000),
        before: profileOf(400_000_000),
      }),
      hostile: renderFlamePage({
        title: HOSTILE,
        facts: [HOSTILE],
        tree: parseFolded('it', `${HOSTILE.replaceAll(';', '')};constructor 5\n`),
      }),
      empty: renderFlamePage({ title: 'nothing', facts: [], tree: parseFolded('it', '') }),
    });
  });
  afterAll(() => browser.close());

  const namesOf = (page: Page): Promise<string[]> =>
    page.$$eval('.box', (boxes) => boxes.map((box) => box.textContent ?? ''));

  test.each(['plain', 'changed', 'hostile', 'empty'])(
    '%s: no complaint, no request, nothing run',
    async (name) => {
      const { page, said } = await browser.open(name);
      expect(await page.locator('.box').count()).toBeGreaterThan(0);
      expect(said).toEqual([]);
      await page.context().close();
    },
  );

  test('a hostile name is text', async () => {
    const { page } = await browser.open('hostile');
    expect(await page.title()).toContain('<img src=x onerror=alert(1)>');
    expect((await namesOf(page))[1]).toContain('</script><img src=x onerror=alert(1)>');
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  });

  test('widths are shares; a click shows a box in full width, Escape all', async () => {
    const { page } = await browser.open('plain');
    const widthOf = async (text: string): Promise<number> =>
      (await page.locator('.box', { hasText: text }).first().boundingBox())?.width ?? 0;
    const whole = await widthOf('all');
    expect((await widthOf('verify')) / whole).toBeCloseTo(820 / 1180, 2);
    expect(await page.locator('.box', { hasText: 'hash' }).count()).toBe(2);
    await page.locator('.box', { hasText: 'enroll' }).click();
    expect((await widthOf('enroll')) / whole).toBeCloseTo(1, 2);
    expect(await page.locator('.box', { hasText: 'verify' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('.box', { hasText: 'verify' }).count()).toBe(1);
    await page.context().close();
  });

  test('by keyboard alone', async () => {
    const { page } = await browser.open('plain');
    await page.locator('.box[tabindex="0"]').focus();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
    const walk = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft'];
    const seen: string[] = [];
    for (const key of walk) {
      await page.keyboard.press(key);
      seen.push(await focused());
    }
    expect(seen).toEqual(['listen', 'verify', 'hash', 'query', 'verify', 'enroll']);
    expect(await page.locator('#detail').textContent()).toMatch(
      /^enroll \(\/app\/enroll\.js:5\) – 25\.42 % of all, 300 ms/,
    );
    await page.keyboard.press('Enter');
    expect(await namesOf(page)).toEqual(['all', 'listen', 'enroll', 'hash', 'write']);
    await page.keyboard.press('/');
    await page.keyboard.type('hash');
    expect(await page.locator('#found').textContent()).toBe('2 boxes, 50.8 % of all');
    expect(await page.locator('.box.found').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('#found').textContent()).toBe('');
    await page.context().close();
  });

  test('what grew is told from what shrank, and widths may be those of before', async () => {
    const { page } = await browser.open('changed');
    const grown = (text: string): Promise<number> =>
      page
        .locator('.box', { hasText: text })
        .first()
        .evaluate(
          (box) =>
            Number(getComputedStyle(box).getPropertyValue('--grown')) -
            Number(getComputedStyle(box).getPropertyValue('--shrunk')),
        );
    expect(await grown('verify')).toBeGreaterThan(0.5);
    expect(await grown('query')).toBeLessThan(-0.5);
    const width = async (): Promise<number> =>
      (await page.locator('.box', { hasText: 'verify' }).boundingBox())?.width ?? 0;
    const later = await width();
    await page.click('#widths');
    expect(await width()).toBeLessThan(later);
    expect(await page.locator('#changes + p').textContent()).toMatch(/1\.180 s before, 1\.680 s now/);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('accessible in %s', async (colorScheme) => {
    for (const name of ['plain', 'changed']) {
      const { page } = await browser.open(name, { colorScheme });
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    }
  });

  test('without a script the tables stay', async () => {
    const { page } = await browser.open('plain', { javaScriptEnabled: false });
    expect(await page.locator('#by-self ~ .scroll tbody tr').first().textContent()).toMatch(
      /hash \/app\/hash\.js:750\.8 %/,
    );
    expect(await page.locator('#graph').isVisible()).toBe(false);
    await page.context().close();
  });
});
