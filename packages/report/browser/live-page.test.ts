import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { axeFindings, hasBrowser, PageBrowser, whySkipped } from '@benchwright/page-kit/browser';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LiveEvent } from '../src/live/live-event.js';
import { type LiveState, NOTHING_YET, nextLiveState } from '../src/live/live-state.js';
import { LIVE_PAGE_POLICY, renderLivePage } from '../src/live/render-live-page.js';
import { HOSTILE } from '../src/testing/fixtures.js';
import { liveRun } from '../src/testing/live-run.js';
import { inkOf } from './ink-of.js';

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

describe.skipIf(!hasBrowser)(`the live page in headless Chromium${whySkipped}`, () => {
  let browser: PageBrowser;
  let server: EventServer;
  let url = '';

  beforeAll(async () => {
    browser = await PageBrowser.launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = new EventServer();
    url = await server.open();
  });
  afterEach(() => server.close());

  const open = (options?: BrowserContextOptions) => browser.open(url, options);

  test('draws what it is told, without a complaint or a request to anywhere else', async () => {
    const { page, said } = await open();
    const events = liveRun();
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    expect((await inkOf(page)).every((ink) => ink === 0)).toBe(true);
    server.tell(...events.slice(0, 50));
    await expect.poll(async () => Math.min(...(await inkOf(page)))).toBeGreaterThan(20);
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
  });

  test('comes back after a break and knows what it missed', async () => {
    const { page } = await open();
    server.tell(...liveRun().slice(0, 20));
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.hangUp();
    server.tell(...liveRun().slice(20, 70));
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(2);
    expect(await page.locator('#live-connection').textContent()).toBe('live');
    await page.context().close();
  });

  test('a hostile name is a name', async () => {
    const { page, said } = await open();
    server.tell(...liveRun([HOSTILE]), { type: 'warning', text: HOSTILE });
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(2);
    await expect.poll(() => page.locator('#live-warnings li').count()).toBe(1);
    expect(await page.locator('main script, main img, main a').count()).toBe(0);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('gives way to the report', async () => {
    const { page, said } = await open();
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.tell(...liveRun());
    server.finish('<!doctype html><html lang="en"><title>done</title><h1>The report</h1></html>');
    await expect.poll(() => page.title()).toBe('done');
    expect(said).toEqual([]);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing, before anything is told and with a run half done: %s',
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
  });

  test('a narrow screen scrolls nothing but tables', async () => {
    const { page } = await open({ viewport: { width: 380, height: 800 } });
    await expect.poll(() => page.locator('#live-connection').textContent()).toBe('live');
    server.tell(...liveRun(['GET /a/path/that/does-not-end/of/which/the/name-is-long', 'grpc']));
    await expect.poll(() => page.locator('#live-trials tbody tr').count()).toBe(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    await page.context().close();
  });
});
