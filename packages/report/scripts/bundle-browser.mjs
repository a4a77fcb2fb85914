import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

// Bundles the script and the style of the HTML report into string constants, so that the view stays a pure function:
// `generated/browser-bundle.ts`, which is not committed. The hash is what the page's content security policy lets run.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = ['chrome111', 'firefox113', 'safari16.4'];

const { outputFiles } = await build({
  entryPoints: [join(root, 'browser', 'main.ts')],
  tsconfig: join(root, 'browser', 'tsconfig.json'),
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  charset: 'ascii',
  legalComments: 'none',
  target,
});
const script = outputFiles[0]?.text ?? '';
const ofPlot = readFileSync(createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css'), 'utf8');
const ofPage = readFileSync(join(root, 'browser', 'report.css'), 'utf8');
const { code: style } = await transform(`${ofPlot}\n${ofPage}`, { loader: 'css', minify: true, target });
for (const [name, text] of [
  ['script', script],
  ['style', style],
]) {
  if (text.trim() === '') throw new Error(`the ${name} of the report is empty`);
  if (/<\/(?:script|style)/i.test(text))
    throw new Error(`the ${name} of the report would end its own element`);
}

mkdirSync(join(root, 'generated'), { recursive: true });
writeFileSync(
  join(root, 'generated', 'browser-bundle.ts'),
  [
    '// Made by scripts/bundle-browser.mjs. uPlot: MIT, Leon Sorokin.',
    `export const BROWSER_SCRIPT = ${JSON.stringify(script)};`,
    `export const BROWSER_SCRIPT_HASH = '${createHash('sha256').update(script).digest('base64')}';`,
    `export const BROWSER_STYLE = ${JSON.stringify(style)};`,
    '',
  ].join('\n'),
);
