import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from '@benchwright/page-kit/bundle';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'browser');

await bundlePage({
  folder,
  script: 'flame-page.ts',
  styles: [join(folder, 'flame-page.css')],
  name: 'FLAME',
  out: join(root, 'generated', 'flame-bundle.ts'),
});
