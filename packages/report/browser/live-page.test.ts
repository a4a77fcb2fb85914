import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LiveEvent } from '../src/live/live-event.js';
import { type LiveState, NOTHING_YET, nextLiveState } from '../src/live/live-state.js';
import { LIVE_PAGE_POLICY, renderLivePage } from '../src/live/render-live-page.js';
import { HOSTILE } from '../src/testing/fixtures.js';
import { liveRun } from '../src/testing/live-run.js';
import { axeFindings } from './axe-findings.js';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
const why = browserPath === undefined ? ' (skipped: no Chromium here; apt-get install chromium)' : '';

/** The least server that the page can live with: what it needs of one is what is tested here. */
class EventServer {
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  state: LiveState = NOTHING_YET;
  report: string | null = null;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/t/events') this.#stream(response);
      else if (request.url === '/t/') {
        response.setHeader('content-security-policy', LIVE_PAGE_POLICY);
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(this.report ?? renderLivePage());
      } else response.writeHead(404).end();
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/t/`;
  }

  tell(...events: readonly LiveEvent[]): void {
    for (const event of events) {
      this.state = nextLiveState(this.state, event);
      this.#send(`data: ${JSON.stringify(event)}\n\n`);
    }
  }

  finish(report: string): void {
    this.report = report;
    this.#send('event: report\ndata: {}\n\n');
  }

  hangUp(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #send(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.on('close', () => this.#streams.delete(response));
    this.#streams.add(response);
    response.write(`retry: 50\n\nevent: state\ndata: ${JSON.stringify(this.state)}\n\n`);
  }
}

describe.skipIf(browserPath === undefined)(`the live page in headless Chromium${why}`, () => {
  let browser: Browser;
  let server: EventServer;
  let url = '';

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = new EventServer();
    url = await server.open();
  });
  afterEach(() => server.close());

  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; said: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const said: string[] = [];
    page.on('console', (message) => {
      if (!message.text().startsWith('Canvas2D: Multiple readback'))
        said.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
        said.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, said };
  }

  /** Pixels of each chart that have a colour of their own, as lines have and grids have not. */
  const inkOf = (page: Page): Promise<number[]> =>
    page.$$eval('.plot canvas', (canvases) =>
      canvases.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        let ink = 0;
        for (let i = 0; i < data.length; i += 4) {
          const [r = 0, g = 0, b = 0, a = 0] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
          if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) ink++;
        }
        return ink;
      }),
    );

  test('draws what it is told, without a complaint or a request to anywhere else', async () => {
    const { page, said } = await open();
    const events = liveRun();
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    expect((await inkOf(page)).every((ink) => ink === 0)).toBe(true);
    server.tell(...events.slice(0, 50));
    await expect.poll(async () => Math.min(...(await inkOf(page))), { timeout: 10_000 }).toBeGreaterThan(20);
    expect(await page.locator('#live-title').textContent()).toBe('REST against gRPC');
    expect(await page.locator('#live-extent').textContent()).toBe('1 of 4 trials done, 2 cells');
    expect(await page.locator('#live-doing').textContent()).toBe('grpc, trial 1, 3.0 s left');
    expect(await page.locator('#live-figures dd').allTextContents()).toContain('1,000 /s');
    expect(await page.locator('#live-errors td').allTextContents()).toEqual(['4']);
    const before = await inkOf(page);
    server.tell(...events.slice(50));
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(4);
    await expect.poll(() => inkOf(page)).not.toEqual(before);
    expect(said).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('comes back after a break and knows what it missed', async () => {
    const { page } = await open();
    server.tell(...liveRun().slice(0, 20));
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.hangUp();
    server.tell(...liveRun().slice(20, 70));
    await expect.poll(() => page.locator('#live-trials tbody tr').count(), { timeout: 10_000 }).toBe(2);
    expect(await page.locator('#live-connection').textContent()).toBe('live');
    await page.context().close();
  }, 60_000);

  test('a hostile name is a name', async () => {
    const { page, said } = await open();
    server.tell(...liveRun([HOSTILE]), { type: 'warning', text: HOSTILE });
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(2);
    await expect.poll(() => page.locator('#live-warnings li').count()).toBe(1);
    expect(await page.locator('main script, main img, main a').count()).toBe(0);
    expect(said).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('gives way to the report', async () => {
    const { page, said } = await open();
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.tell(...liveRun());
    server.finish('<!doctype html><html lang="en"><title>done</title><h1>The report</h1></html>');
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('done');
    expect(said).toEqual([]);
    await page.context().close();
  }, 60_000);

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious, before anything is told and with a run half done: %s',
    async (colorScheme) => {
      const { page } = await open({ colorScheme });
      await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
      expect(await axeFindings(page)).toEqual([]);
      server.tell(...liveRun().slice(0, 50), { type: 'warning', text: 'the target refused a connection' });
      await expect.poll(() => page.locator('#live-warnings li').count()).toBe(1);
      await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(1);
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('the first card keeps its distance from the head', async () => {
    const { page } = await open();
    const head = (await page.locator('header').boundingBox())!;
    const card = (await page.locator('#live-card').boundingBox())!;
    expect(card.y - (head.y + head.height)).toBeGreaterThanOrEqual(16);
    await page.context().close();
  }, 60_000);

  test('a narrow screen scrolls nothing but tables', async () => {
    const { page } = await open({ viewport: { width: 380, height: 800 } });
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.tell(...liveRun(['GET /a/path/that/does-not-end/of/which/the/name-is-long', 'grpc']));
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.context().close();
  }, 60_000);
});
