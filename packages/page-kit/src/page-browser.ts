import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export { axeFindings } from './axe-findings.js';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** Whether pages can be opened here. */
export const hasBrowser = browserPath !== undefined;

/** For the title of a test that needs a browser. */
export const whySkipped = hasBrowser ? '' : ' (skipped: no Chromium here; apt-get install chromium)';

/** A page, and all that it complained of and asked for since it was opened. */
export interface OpenedPage {
  readonly page: Page;
  readonly said: readonly string[];
}

/** Chromium without a window, and pages as files of a folder of their own, which is how a user has them. */
export class PageBrowser {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #urls: Readonly<Record<string, string>>;

  private constructor(browser: Browser, folder: string, urls: Readonly<Record<string, string>>) {
    this.#browser = browser;
    this.#folder = folder;
    this.#urls = urls;
  }

  /** Starts the browser and writes the pages given, by name. It must be closed. */
  static async launch(pages: Readonly<Record<string, string>> = {}): Promise<PageBrowser> {
    const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
    const folder = mkdtempSync(join(tmpdir(), 'benchwright-page-'));
    const urls = Object.entries(pages).map(([name, page]) => {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, page);
      return [name, pathToFileURL(file).href] as const;
    });
    return new PageBrowser(browser, folder, Object.fromEntries(urls));
  }

  /** Opens a page by its name, or whatever is at an address. `said` grows as long as the page is open. */
  async open(place: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const url = this.#urls[place] ?? place;
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const said: string[] = [];
    page.on('console', (message) => {
      // Said of pixels that a test itself reads.
      if (message.text().startsWith('Canvas2D: Multiple readback')) return;
      said.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const isOwn = request.url().startsWith(url) || request.url().startsWith('data:');
      if (!isOwn) said.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, said };
  }

  /** Ends the browser and removes the folder. */
  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
