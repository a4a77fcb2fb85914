import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

// Screenshots of report pages, for the documents and for looking at:
//   node scripts/screenshots.mjs OUT-FOLDER NAME=report.html[#section] …  [--dark] [--width 1180] [--whole]
// A `#section` is that section alone; else the top of the page, or with --whole all of it.

const words = process.argv.slice(2);
const widthAt = words.indexOf('--width');
const width = widthAt < 0 ? 1180 : Number(words[widthAt + 1]);
const [folder = '.', ...shots] = words.filter(
  (word, i) => !word.startsWith('--') && (widthAt < 0 || i !== widthAt + 1),
);
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
if (browserPath === undefined) throw new Error('no Chromium here: apt-get install chromium');

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: words.includes('--dark') ? 'dark' : 'light',
  });
  for (const shot of shots) {
    const [name = '', place = ''] = shot.split('=');
    const [file = '', section] = place.split('#');
    await page.goto(pathToFileURL(resolve(file)).href);
    const path = join(folder, `${name}.png`);
    if (section === undefined) await page.screenshot({ path, fullPage: words.includes('--whole') });
    else await page.locator(`#${section}`).screenshot({ path });
    process.stdout.write(`${path}\n`);
  }
} finally {
  await browser.close();
}
