import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

// Bundles the script and the style of the flame graph page into string constants, so that rendering it stays a pure function:
// `generated/flame-bundle.ts`, which is not committed. The hash is what the page's content security policy lets run.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = ['chrome111', 'firefox113', 'safari16.4'];

const { outputFiles } = await build({
  entryPoints: [join(root, 'browser', 'flame-page.ts')],
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
const styleSource = readFileSync(join(root, 'browser', 'flame-page.css'), 'utf8');
const { code: style } = await transform(styleSource, { loader: 'css', minify: true, target });
for (const [name, text] of [
  ['script', script],
  ['style', style],
]) {
  if (text.trim() === '') throw new Error(`the ${name} of the flame graph page is empty`);
  if (/<\/(?:script|style)/i.test(text))
    throw new Error(`the ${name} of the flame graph page would end its own element`);
}

mkdirSync(join(root, 'generated'), { recursive: true });
writeFileSync(
  join(root, 'generated', 'flame-bundle.ts'),
  [
    '// Made by scripts/bundle-browser.mjs.',
    `export const FLAME_SCRIPT = ${JSON.stringify(script)};`,
    `export const FLAME_SCRIPT_HASH = '${createHash('sha256').update(script).digest('base64')}';`,
    `export const FLAME_STYLE = ${JSON.stringify(style)};`,
    '',
  ].join('\n'),
);
