import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import anova from '../testdata/anova.json' with { type: 'json' };
import reference from '../testdata/reference.json' with { type: 'json' };
import { isClose } from './testing/close.js';

const RSCRIPT = 'Rscript';
const hasR = spawnSync(RSCRIPT, ['--version'], { stdio: 'ignore' }).status === 0;

/** Every leaf with its path, so that a difference can be named. */
function* leaves(node: unknown, path = ''): Generator<[path: string, value: unknown]> {
  if (node === null || typeof node !== 'object') yield [path, node];
  else for (const [key, child] of Object.entries(node)) yield* leaves(child, `${path}/${key}`);
}

test.skipIf(!hasR).each([
  ['reference', reference],
  ['anova', anova],
])(
  '%s.json is what the R script beside it computes here (needs Rscript: Debian package r-base-core)',
  (name, reference) => {
    const script = fileURLToPath(new URL(`../testdata/${name}.R`, import.meta.url));
    const { stdout, stderr, status } = spawnSync(RSCRIPT, ['--vanilla', script], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(status, stderr).toBe(0);
    const now = new Map(leaves(JSON.parse(stdout)));
    const kept = new Map(leaves(reference));
    expect([...now.keys()]).toEqual([...kept.keys()]);
    for (const [path, value] of kept) {
      const computed = now.get(path);
      // Another R or libm may differ in the last digits, and its root finder in a few more.
      const agrees = typeof value === 'number' ? isClose(Number(computed), value, 1e-9) : computed === value;
      expect(agrees, `${path}: kept ${value}, computed ${computed}`).toBe(true);
    }
  },
);
