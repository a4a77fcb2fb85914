import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const palette = fileURLToPath(new URL('./palette.css', import.meta.url));
const target = ['chrome111', 'firefox113', 'safari16.4'];

/**
 * What a page is made of, and where it goes.
 *
 * @typedef {object} PageParts
 * @property {string} folder the page's sources, with the tsconfig.json of its script
 * @property {string} script entry point of its script, within the folder
 * @property {readonly string[]} styles its style sheets, in their order, after the palette that all pages have
 * @property {string} name of the constants: `NAME_SCRIPT`, `NAME_SCRIPT_HASH`, `NAME_STYLE`
 * @property {string} out the TypeScript file to write
 * @property {string} [notice] licences of what is bundled
 */

/**
 * Bundles the script and the style of a page into string constants of a file that is not committed, so that rendering the page
 * stays a pure function. The hash is what the page's content security policy lets run. esbuild writes `</script` and `</style` so
 * that neither ends its own element.
 *
 * @param {PageParts} parts
 * @throws what esbuild throws of sources that it cannot read
 */
export async function bundlePage({ folder, script: entry, styles, name, out, notice = '' }) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    tsconfig: join(folder, 'tsconfig.json'),
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'ascii',
    legalComments: 'none',
    target,
  });
  const script = outputFiles[0]?.text ?? '';
  const sheets = [palette, ...styles].map((file) => readFileSync(file, 'utf8')).join('\n');
  const { code: style } = await transform(sheets, { loader: 'css', minify: true, target });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(
    out,
    [
      `// Made by scripts/bundle-browser.mjs.${notice === '' ? '' : ` ${notice}`}`,
      `export const ${name}_SCRIPT = ${JSON.stringify(script)};`,
      `export const ${name}_SCRIPT_HASH = '${createHash('sha256').update(script).digest('base64')}';`,
      `export const ${name}_STYLE = ${JSON.stringify(style)};`,
      '',
    ].join('\n'),
  );
}
