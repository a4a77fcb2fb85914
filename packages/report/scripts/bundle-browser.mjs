import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from '@benchwright/page-kit/bundle';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'browser');

await bundlePage({
  folder,
  script: 'main.ts',
  styles: [createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css'), join(folder, 'report.css')],
  name: 'BROWSER',
  out: join(root, 'generated', 'browser-bundle.ts'),
  notice: 'uPlot: MIT, Leon Sorokin.',
});
