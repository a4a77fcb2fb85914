import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundlePage } from './bundle-page.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchwright-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function bundled(script: string, style = 'p { color: var(--ink); }'): Promise<string> {
  writeFileSync(join(folder, 'tsconfig.json'), '{}');
  writeFileSync(join(folder, 'page.ts'), script);
  writeFileSync(join(folder, 'page.css'), style);
  const out = join(folder, 'generated', 'bundle.ts');
  await bundlePage({ folder, script: 'page.ts', styles: [join(folder, 'page.css')], name: 'PAGE', out });
  return readFileSync(out, 'utf8');
}

it('writes script, its hash and style, the palette first', async () => {
  const text = await bundled("document.title = 'é';");
  const constants = new Map(
    [...text.matchAll(/^export const (\w+) = (.+);$/gm)].map(([, name, value]) => [name, value]),
  );
  expect([...constants.keys()]).toEqual(['PAGE_SCRIPT', 'PAGE_SCRIPT_HASH', 'PAGE_STYLE']);
  const script = JSON.parse(constants.get('PAGE_SCRIPT') ?? '') as string;
  expect(script).toContain('document.title="\\xE9"');
  expect(constants.get('PAGE_SCRIPT_HASH')).toBe(`'${createHash('sha256').update(script).digest('base64')}'`);
  expect(constants.get('PAGE_STYLE')).toMatch(/^":root\{.*--ink:.*p\{color:var\(--ink\)\}/);
});

it('lets neither script nor style end its own element', async () => {
  const text = await bundled("document.title = '</script><script>';", 'p::before { content: "</style>"; }');
  expect(text).toMatch(/<.*script>.*<.*style>/s);
  expect(text).not.toMatch(/<\/(?:script|style)/i);
});

it('refuses sources that it cannot read', async () => {
  await expect(bundled('const = 1;')).rejects.toThrow('page.ts:1:6');
});
