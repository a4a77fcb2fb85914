import { expect, test } from 'vitest';
import { comparableTree } from './comparable-tree.js';
import { parseFolded, renderFolded } from './folded-text.js';

const comparable = (text: string): string => renderFolded(comparableTree(parseFolded('it', text)));

test('lines that moved and chunks that were named anew are the same function', () => {
  const before = comparable('serve (/app/dist/chunk-EBPCEG5X.js:10);verify (/app/verify.js:31) 5\n');
  expect(before).toBe('serve (/app/dist/chunk.js);verify (/app/verify.js) 5\n');
  expect(comparable('serve (/app/dist/chunk-GPNKUNKI.js:12);verify (/app/verify.js:40) 5\n')).toBe(before);
});

test('functions of the same name in other files stay apart; in the same file they are put together', () => {
  expect(comparable('f (a.js:1) 1\nf (a.js:9) 2\nf (b.js:1) 4\nsend (/app/my-function.js:3) 8\n')).toBe(
    'f (a.js) 3\nf (b.js) 4\nsend (/app/my-function.js) 8\n',
  );
});
