import { describe, expect, test } from 'vitest';
import { columnsOf, runsInCi, wantsColor } from './streams.js';

const stream = (isTTY: boolean, columns?: number) => ({ write: () => {}, isTTY, columns });

describe('colour', () => {
  test.each([
    ['a terminal', true, {}, true],
    ['a file', false, {}, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['both', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('%s', (_what, isTTY, env, wanted) => {
    expect(wantsColor(stream(isTTY), env)).toBe(wanted);
  });
});

test('width is the terminal’s, and 80 without one', () => {
  expect(columnsOf(stream(true, 132))).toBe(132);
  expect(columnsOf(stream(true, 0))).toBe(80);
  expect(columnsOf(stream(false, 132))).toBe(80);
});

test.each([
  [{}, false],
  [{ CI: 'true' }, true],
  [{ CI: '1' }, true],
  [{ CI: 'false' }, false],
  [{ CI: '' }, false],
])('CI in %j', (env, inCi) => {
  expect(runsInCi(env)).toBe(inCi);
});
